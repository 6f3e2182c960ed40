package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Scoring;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how near samples are to data. */
@Command(
    name = "score",
    description =
        "Measure how near samples are to data: Fréchet and kernel distance, precision and recall,"
            + " density and coverage; of points in the plane sliced Wasserstein and energy distance"
            + " too; or what --measure names. All are taken on the pixels or coordinates"
            + " themselves, or on a classifier trained here, so no value is an FID of Inception"
            + " features.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(
      paramLabel = "SAMPLES",
      description =
          "A run's folder, whose model draws samples; a folder or zip file of PNG or JPEG images;"
              + " or a folder, a samples.csv, .npy or .npz that 'tweedie sample' wrote.")
  private Path samples;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of the run, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ScoreOptions options;

  @Mixin private SweepOptions sweep;

  @Mixin private MeasuringPartitions partitions;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Scoring scoring = options.scoring();
    boolean isRun = Tweedie.isRun(samples);
    boolean sweeps = sweep.isWanted();
    boolean inParts = partitions.isWanted();
    check(isRun, sweeps);
    if (inParts && (!isRun || sweeps || options.against().isPresent())) {
      throw console.wrong(
          "--partitions goes with a run that is compared with its own data: leave --over and --against out, or --partitions.");
    }
    List<Path> config = isRun ? List.of(samples.resolve("config.yaml")) : List.of();
    Tweedie tweedie = plugins.engine(config);
    Optional<RunConfig> data =
        options
            .against()
            .map(
                text ->
                    ConfigReader.read(
                        "--against", "data: " + text, List.of(), tweedie.components()));
    if (sweeps) {
      RunConfig own = tweedie.read(config, overrides);
      return sweep.run(tweedie, samples, own, overrides, scoring, data, plugins.found(config));
    }
    Optional<Report> report =
        inParts
            ? scoring.ofRun(
                tweedie,
                samples,
                own -> tweedie.read(config, overrides),
                run -> partitions.measured(run, run.step(), plugins.found(config)))
            : Optional.of(
                isRun
                    ? scoring.ofRun(
                        tweedie,
                        samples,
                        own -> tweedie.read(config, overrides),
                        data,
                        console.listener())
                    : scoring.ofFiles(tweedie, samples, data.orElseThrow(), console.listener()));
    report.ifPresent(found -> console.print(json ? found.json() : found.text()));
    return report.isPresent() ? 0 : Program.FAILED;
  }

  private void check(boolean isRun, boolean sweeps) throws IOException {
    if (!Files.exists(samples)) {
      throw console.wrong("There is neither a run nor a file in '%s'.".formatted(samples));
    }
    if (!isRun && !Scoring.canRead(samples)) {
      throw console.wrong(
          "There are no samples in '%s': it is neither a run nor a folder with images or a samples.csv, .npy or .npz."
              .formatted(samples));
    }
    if (!isRun && (!overrides.isEmpty() || options.isCounted())) {
      throw console.wrong("--set and --count are for runs; '%s' is none.".formatted(samples));
    }
    if (sweeps && (!isRun || json)) {
      throw console.wrong(json ? "--over writes CSV; it has no --json." : "--over is for runs.");
    }
    if (!isRun && options.against().isEmpty()) {
      throw console.wrong(
          "Which data? Name them, as in --against digits; '%s' is no run.".formatted(samples));
    }
  }
}
