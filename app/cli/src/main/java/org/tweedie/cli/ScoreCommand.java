package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.FoundClassifier;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.score.ClassifierFeatures;
import org.tweedie.engine.score.Comparison;
import org.tweedie.engine.score.SampleReader;
import org.tweedie.engine.score.ScoreReport;
import org.tweedie.engine.score.Scoring;
import org.tweedie.engine.score.TradeOff;
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
            + " too. All are taken on the pixels or coordinates themselves, or on a classifier trained"
            + " here, so no value is an FID of Inception features.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  /** The examples to be compared grow quadratically in cost. */
  private static final String MOST = "5000";

  @Mixin private Console console;

  @Parameters(
      paramLabel = "SAMPLES",
      description =
          "A run's folder, whose model draws samples; a folder of PNG images; or a folder or a"
              + " samples.csv that 'tweedie sample' wrote.")
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
  private Comparison.Split split = Comparison.Split.TEST;

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

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    if (examples < Scoring.FEWEST || count.orElse(Scoring.FEWEST) < Scoring.FEWEST) {
      throw console.wrong("--count and --examples are %d or more.".formatted(Scoring.FEWEST));
    }
    RunFolder run = new RunFolder(samples);
    if (!Files.exists(samples)) {
      throw console.wrong("There is neither a run nor a file in '%s'.".formatted(samples));
    }
    if (!run.exists() && !SampleReader.canRead(samples)) {
      throw console.wrong(
          "There are no samples in '%s': it is neither a run nor a folder with PNG images or a samples.csv."
              .formatted(samples));
    }
    Registry registry = plugins.load(run.exists() ? List.of(run.config()) : List.of());
    if (!run.exists() && (!overrides.isEmpty() || count.isPresent())) {
      throw console.wrong("--set and --count are for runs; '%s' is none.".formatted(samples));
    }
    Optional<ScoreSweep> sweep = sweep(run, registry);
    Optional<RunConfig> config =
        sweep.isPresent()
            ? Optional.of(sweep.get().settings().get(0).config())
            : config(run, registry);
    if (run.exists() && run.checkpoints().latest().isEmpty()) {
      throw console.wrong(
          "The run in '%s' has no checkpoint yet. Go on with: tweedie train --resume --run %s"
              .formatted(run, Shell.quoted(run.path())));
    }
    RunConfig dataConfig = dataConfig(config, registry);
    DataSource data = Assembler.data(dataConfig);
    if (run.exists() && against.isPresent()) {
      checkShapes(Assembler.data(config.orElseThrow()), data);
    }
    Batch real = split.of(data, examples);
    Optional<FoundClassifier> classifier = classifier(data, registry);
    try {
      Comparison comparison =
          new Comparison(
              scoring(classifier, real),
              data,
              dataConfig.component(Kinds.DATA).reference(),
              split,
              real);
      if (sweep.isPresent()) {
        sweep(sweep.get(), run, registry, comparison);
      } else {
        Drawn drawn =
            run.exists()
                ? Drawn.by(
                    run,
                    config.orElseThrow(),
                    registry,
                    "Sampling",
                    count.orElse(real.count()),
                    console.listener())
                : new Drawn(
                    new SampleReader(data.description()).read(samples), samples.toString(), 0);
        ScoreReport report = comparison.report(drawn.batch(), drawn.words());
        console.print(json ? report.json() : report.text());
      }
      return 0;
    } finally {
      classifier.ifPresent(FoundClassifier::close);
    }
  }

  private Optional<RunConfig> config(RunFolder run, Registry registry) {
    if (!run.exists()) {
      return Optional.empty();
    }
    List<Path> file = List.of(run.config());
    RunConfig config = ConfigReader.read(file, overrides, registry);
    Resumption.checkModel(run, ConfigReader.read(file, List.of(), registry), config);
    return Optional.of(config);
  }

  private void checkShapes(DataSource own, DataSource data) {
    if (!own.description().shape().equals(data.description().shape())) {
      throw console.wrong(
          "The run's samples are %s, and the data are %s."
              .formatted(own.description().shape(), data.description().shape()));
    }
  }

  private Optional<FoundClassifier> classifier(DataSource data, Registry registry)
      throws IOException {
    if (features.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(FoundClassifier.open(new RunFolder(features.get()), data, registry));
    } catch (IllegalArgumentException e) {
      throw console.wrong("--features: " + e.getMessage());
    }
  }

  private Scoring scoring(Optional<FoundClassifier> classifier, Batch real) {
    return classifier
        .map(
            found ->
                new Scoring(
                    new ClassifierFeatures(
                        "log probabilities by the classifier of %s, step %,d"
                            .formatted(features.orElseThrow(), found.step()),
                        found.lowest(),
                        found.model())))
        .orElseGet(() -> Scoring.fitting(real.shape()));
  }

  private Optional<ScoreSweep> sweep(RunFolder run, Registry registry) {
    if (over.isEmpty()) {
      return Optional.empty();
    }
    if (!run.exists() || json) {
      throw console.wrong(json ? "--over writes CSV; it has no --json." : "--over is for runs.");
    }
    try {
      return Optional.of(ScoreSweep.of(over, overrides, run, out, registry));
    } catch (IllegalArgumentException e) {
      throw console.wrong(e.getMessage());
    }
  }

  /** What is done is on disk at once: a sweep may take long. */
  private void sweep(ScoreSweep sweep, RunFolder run, Registry registry, Comparison comparison)
      throws IOException {
    List<TradeOff.Point> points = new ArrayList<>();
    for (ScoreSweep.Setting setting : sweep.settings()) {
      Drawn drawn =
          Drawn.by(
              run,
              setting.config(),
              registry,
              setting.words(),
              count.orElse(comparison.real().count()),
              console.listener());
      points.add(
          new TradeOff.Point(
              setting.curve(),
              setting.value(),
              drawn.evaluations(),
              comparison.report(drawn.batch(), drawn.words())));
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

  private RunConfig dataConfig(Optional<RunConfig> run, Registry registry) {
    if (against.isPresent()) {
      return ConfigReader.read("--against", "data: " + against.get(), List.of(), registry);
    }
    return run.orElseThrow(
        () ->
            console.wrong(
                "Which data? Name them, as in --against digits; '%s' is no run."
                    .formatted(samples)));
  }
}
