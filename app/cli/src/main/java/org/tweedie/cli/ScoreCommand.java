package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tweedie.engine.Scoring;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SampleReader;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.measuring.ScoreReport;
import org.tweedie.engine.measuring.TradeOff;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.run.RunFolder;
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
            + " too; or what --measure names. All are taken on the pixels or coordinates themselves,"
            + " or on a classifier trained here, so no value is an FID of Inception features.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  /** The examples to be compared grow quadratically in cost. */
  private static final String MOST = "5000";

  @Mixin private Console console;

  @Parameters(
      paramLabel = "SAMPLES",
      description =
          "A run's folder, whose model draws samples; a folder or zip file of PNG or JPEG images;"
              + " or a folder or a samples.csv that 'tweedie sample' wrote.")
  private Path samples;

  @Option(
      names = "--against",
      paramLabel = "DATA",
      description =
          "What the samples should be like: a data source by name, as in digits, or with options, as"
              + " in '{type: points, shape: rings}' (default: the data that the run was trained on).")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "The examples to compare with: test or train (default: test).")
  private Split split = Split.TEST;

  /** Examples of data. */
  private enum Split {
    TEST,
    TRAIN
  }

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many samples the model of a run draws (default: as many as there are examples).")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = MOST,
      description =
          "At most so many examples of the data, chosen by chance (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of the run, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--features",
      paramLabel = "RUN",
      description =
          "The folder of a classifier that 'tweedie train-classifier' wrote: compare its log"
              + " probabilities of the classes, and not the pixels or coordinates themselves.")
  private Optional<Path> features = Optional.empty();

  @Option(
      names = "--over",
      paramLabel = "PATH=V,V,...",
      description =
          "Score a run at each value of an option, as in --over guidance.scale=0,1,2,4: as curves, and"
              + " as CSV beside them. A second one tells curves apart, as in --over"
              + " sampler.steps=5,10,20 --over sampler=ddim,heun,dpm-solver-pp.")
  private List<String> over = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The picture of --over, PNG or SVG by its ending (default: score-PATH.png in the run's"
              + " folder).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--measure",
      paramLabel = "MEASURE",
      description =
          "What to measure instead of the usual: a measure by name, as in memorisation, or with"
              + " options, as in '{type: precision-recall, neighbours: 5}'; may be given several"
              + " times.")
  private List<String> measures = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    if (examples < Scoring.FEWEST || count.orElse(Scoring.FEWEST) < Scoring.FEWEST) {
      throw console.wrong("--count and --examples are %d or more.".formatted(Scoring.FEWEST));
    }
    RunFolder run = new RunFolder(samples);
    check(run);
    Tweedie tweedie = plugins.engine(run.exists() ? List.of(run.config()) : List.of());
    Optional<RunConfig> data =
        against.map(
            text ->
                ConfigReader.read("--against", "data: " + text, List.of(), tweedie.components()));
    if (!over.isEmpty()) {
      sweep(run, tweedie, data);
      return 0;
    }
    ScoreReport report =
        run.exists()
            ? scoring()
                .ofRun(
                    tweedie,
                    samples,
                    own -> tweedie.read(List.of(run.config()), overrides),
                    data,
                    console.listener())
                .report()
            : scoring().ofFiles(tweedie, samples, data.orElseThrow(), console.listener());
    console.print(json ? report.json() : report.text());
    return 0;
  }

  private void check(RunFolder run) throws IOException {
    if (!Files.exists(samples)) {
      throw console.wrong("There is neither a run nor a file in '%s'.".formatted(samples));
    }
    if (!run.exists() && !SampleReader.canRead(samples)) {
      throw console.wrong(
          "There are no samples in '%s': it is neither a run nor a folder with images or a samples.csv."
              .formatted(samples));
    }
    if (!run.exists() && (!overrides.isEmpty() || count.isPresent())) {
      throw console.wrong("--set and --count are for runs; '%s' is none.".formatted(samples));
    }
    if (!over.isEmpty() && (!run.exists() || json)) {
      throw console.wrong(json ? "--over writes CSV; it has no --json." : "--over is for runs.");
    }
    if (!run.exists() && against.isEmpty()) {
      throw console.wrong(
          "Which data? Name them, as in --against digits; '%s' is no run.".formatted(samples));
    }
    if (run.exists() && run.checkpoints().latest().isEmpty()) {
      throw console.wrong(
          "The run in '%s' has no checkpoint yet. Go on with: tweedie train --resume --run %s"
              .formatted(run, Shell.quoted(run.path())));
    }
  }

  private Scoring scoring() {
    List<Object> wanted = new ArrayList<>();
    measures.forEach(text -> wanted.add(Layer.value("--measure " + text, text)));
    return new Scoring(
        wanted,
        split.name().toLowerCase(Locale.ROOT),
        examples,
        features.map(Path::toString),
        count.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /** What is done is on disk at once: a sweep may take long. */
  private void sweep(RunFolder run, Tweedie tweedie, Optional<RunConfig> data) throws IOException {
    ScoreSweep sweep;
    try {
      sweep = ScoreSweep.of(over, overrides, run, out, tweedie.components());
    } catch (IllegalArgumentException e) {
      throw console.wrong(String.valueOf(e.getMessage()));
    }
    List<TradeOff.Point> points = new ArrayList<>();
    for (ScoreSweep.Setting setting : sweep.settings()) {
      Scoring.Scored scored =
          scoring().ofRun(tweedie, samples, any -> setting.config(), data, console.listener());
      points.add(
          new TradeOff.Point(
              setting.curve(), setting.value(), scored.evaluations(), scored.report()));
      TradeOff soFar = new TradeOff(sweep.curves(), sweep.option(), points);
      soFar.picture().write(sweep.picture());
      AtomicFile.write(sweep.table(), soFar.csv());
    }
    console.print(
        "%s%n%n%s%n%nWrote %s%nWrote %s"
            .formatted(
                points.get(0).report().heading(),
                new TradeOff(sweep.curves(), sweep.option(), points).text(),
                sweep.picture(),
                sweep.table()));
  }
}
