package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws samples from a trained model. */
@Command(
    name = "sample",
    description =
        "Draw samples from a trained model: a picture of all of them and each by itself, or all in"
            + " one file.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Option(names = "--count", paramLabel = "N", description = "How many samples.")
  private Optional<Integer> count = Optional.empty();

  @Mixin private AskedSamples asked;

  @Option(
      names = "--guidance-scale",
      paramLabel = "W",
      description =
          "Strength of the guidance: short for --set guidance.scale=W. In a list, that of the one that has a scale.")
  private Optional<Double> scale = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Where all randomness begins.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Weights to sample from, as in plain, average-2 or width-0.1: short for --set"
              + " sample.weights=WHICH.")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--then",
      paramLabel = "RUN",
      description =
          "A run whose model goes by images of this one's size: it makes its own of each sample, and these are written.")
  private Optional<Path> then = Optional.empty();

  @Mixin private SampleOutput output;

  @Mixin private BulkOptions bulk;

  @Override
  public Integer call() throws IOException {
    output.check(console);
    boolean inBulk = bulk.isWanted();
    if (inBulk && then.isPresent()) {
      throw console.wrong("--then draws in one process: leave --partitions and --on out.");
    }
    try (Run run = trained.open(plugins, this::changed)) {
      Samples samples = asked.samples();
      if (inBulk) {
        return bulk.draw(
            run,
            trained.step(run),
            samples,
            output.bulkFolder(run, console),
            output.bulkOutput(),
            plugins.foundOf(trained.path()));
      }
      if (then.isEmpty()) {
        output.write(run, samples, console);
        return 0;
      }
      try (Run next = next(then.get())) {
        output.write(run, next, samples, console);
      }
      return 0;
    }
  }

  private Run next(Path path) {
    Tweedie tweedie = plugins.engineOf(path);
    return tweedie.open(
        path,
        own -> seed.isPresent() ? own.with("sample.seed", seed.get(), Location.of("--seed")) : own);
  }

  private RunConfig changed(RunConfig config) {
    RunConfig changed = config;
    if (count.isPresent()) {
      changed = changed.with("sample.count", count.get(), Location.of("--count"));
    }
    if (seed.isPresent()) {
      changed = changed.with("sample.seed", seed.get(), Location.of("--seed"));
    }
    if (weights.isPresent()) {
      changed = changed.with("sample.weights", weights.get(), Location.of("--weights"));
    }
    return scale.isPresent() ? scaled(changed) : changed;
  }

  private RunConfig scaled(RunConfig config) {
    try {
      return config.with("guidance.scale", scale.orElseThrow(), Location.of("--guidance-scale"));
    } catch (ConfigException refused) {
      boolean none = refused.problems().stream().anyMatch(p -> p.code().equals("unknown-option"));
      throw none
          ? refused.with(
              "Choose guidance that has a scale (%s) for these samples, as in --set guidance=NAME."
                  .formatted(
                      String.join(", ", config.registry().withOption(Kinds.GUIDANCE, "scale"))))
          : refused;
    }
  }
}
