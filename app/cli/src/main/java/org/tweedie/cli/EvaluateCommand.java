package org.tweedie.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Report;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a trained model. */
@Command(
    name = "evaluate",
    description = "Measure the bits per dimension of a trained model on its test split.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--likelihood",
      paramLabel = "WHICH",
      completionCandidates = Likelihoods.class,
      description =
          "Which to measure: ${COMPLETION-CANDIDATES}; short for --set evaluate.likelihood=WHICH.")
  private Optional<String> likelihood = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (Run run = trained.open(plugins, this::changed)) {
      Report report = run.evaluate(console.listener());
      console.print(json ? report.json() : report.text());
      write(run, report);
      return 0;
    }
  }

  private RunConfig changed(RunConfig config) {
    return likelihood
        .map(which -> config.with("evaluate.likelihood", which, Location.of("--likelihood")))
        .orElse(config);
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
  private void write(Run run, Report report) {
    try {
      AtomicFile.write(run.evaluation(), report.json() + "\n");
      console.note("Wrote " + run.evaluation());
    } catch (IOException e) {
      console.note("Could not write " + run.evaluation() + ": " + e.getMessage());
    }
  }
}
