package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a trained model. */
@Command(
    name = "evaluate",
    description =
        "Take the measures of a run's config, or others: the bits per dimension of its model on the"
            + " test split, distances of its samples from data, and more (tweedie components"
            + " measures).",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Mixin private MeasuringPartitions partitions;

  @Option(
      names = "--measure",
      paramLabel = "MEASURE",
      completionCandidates = Candidates.MeasureNames.class,
      description =
          "What to measure instead of what the config says: a measure by name, as in frechet, or"
              + " with options, as in '{type: precision-recall, neighbours: 5}'; may be given several"
              + " times.")
  private List<String> measures = new ArrayList<>();

  @Option(
      names = "--likelihood",
      paramLabel = "WHICH",
      completionCandidates = Likelihoods.class,
      description =
          "Which likelihoods to measure: ${COMPLETION-CANDIDATES}; short for --set"
              + " evaluate.likelihood=WHICH.")
  private Optional<String> likelihood = Optional.empty();

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Weights to measure and to sample from, as in plain, average-2 or width-0.1: short for"
              + " --set evaluate.weights=WHICH --set sample.weights=WHICH.")
  private Optional<String> weights = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (likelihood.isPresent() && !measures.isEmpty()) {
      throw console.wrong("--likelihood and --measure both choose what to measure: take one.");
    }
    boolean inParts = partitions.isWanted();
    List<Layer> chosen =
        likelihood
            .map(which -> Layer.of("evaluate.likelihood", which, Location.of("--likelihood")))
            .stream()
            .toList();
    try (Run run = trained.open(plugins, chosen, this::changed)) {
      Optional<Readings> found =
          inParts
              ? partitions.measured(run, trained.step(run), plugins.foundOf(trained.path()))
              : Optional.of(run.measure(console.listener()));
      if (found.isEmpty()) {
        return Program.FAILED;
      }
      console.print(json ? found.get().json() : found.get().text());
      keep(run, found.get());
      return 0;
    }
  }

  private RunConfig changed(RunConfig config) {
    RunConfig changed = config;
    for (String section : weights.isPresent() ? List.of("evaluate", "sample") : List.<String>of()) {
      changed = changed.with(section + ".weights", weights.get(), Location.of("--weights"));
    }
    if (measures.isEmpty()) {
      return changed;
    }
    List<Object> wanted = new ArrayList<>();
    measures.forEach(text -> wanted.add(Layer.value("--measure " + text, text)));
    return changed.with(Kinds.MEASURES.key(), wanted, Location.of("--measure"));
  }

  /** As a config has them; the config's own check tells what is wrong with any other. */
  private static final class Likelihoods extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    Likelihoods() {
      super(List.of("bound", "discrete", "flow", "all"));
    }
  }

  /**
   * What took long to measure is on the screen by now, so a folder that is not ours to write to is
   * no failure.
   */
  private void keep(Run run, Readings found) {
    try {
      List<Path> kept = run.keep(found);
      kept.forEach(file -> console.note("Wrote " + file));
      if (kept.isEmpty()) {
        console.note(
            "Not kept in %s: what is there is what the run's own config says of its newest checkpoint."
                .formatted(run.path()));
      }
    } catch (IOException e) {
      console.note("Could not write to %s: %s".formatted(run.path(), e.getMessage()));
    }
  }
}
