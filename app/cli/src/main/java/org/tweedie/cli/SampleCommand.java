package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
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

  @Mixin private DrawingOptions drawing;

  @Mixin private AskedSamples asked;

  @Option(
      names = "--then",
      paramLabel = "RUN",
      description =
          "A run whose model goes by images of this one's size: it makes its own of each sample, and these are written.")
  private Optional<Path> then = Optional.empty();

  @Option(
      names = "--image-noise",
      paramLabel = "SHARE",
      description =
          "Share of noise in the images that samples go with, of the model after --then where there is one: short for --set sample.image-noise=SHARE.")
  private Optional<Double> imageNoise = Optional.empty();

  @Mixin private SampleOutput output;

  @Mixin private BulkOptions bulk;

  @Override
  public Integer call() throws IOException {
    output.check(console);
    boolean inBulk = bulk.isWanted();
    if (inBulk && then.isPresent()) {
      throw console.wrong("--then draws in one process: leave --partitions and --on out.");
    }
    UnaryOperator<RunConfig> first = then.isPresent() ? drawing::changed : this::changed;
    try (Run run = trained.open(plugins, first)) {
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
    return plugins.engineOf(path).open(path, config -> noisy(drawing.seeded(config)));
  }

  private RunConfig changed(RunConfig config) {
    return noisy(drawing.changed(config));
  }

  private RunConfig noisy(RunConfig config) {
    return imageNoise.isPresent()
        ? config.with("sample.image-noise", imageNoise.get(), Location.of("--image-noise"))
        : config;
  }
}
