package org.tweedie.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.app.config.ConfigReader;
import org.tweedie.app.config.RunConfig;
import org.tweedie.app.file.AtomicFile;
import org.tweedie.app.picture.PlotSheet;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.Registry;
import org.tweedie.app.progress.Progress;
import org.tweedie.app.run.Assembled;
import org.tweedie.app.run.Assembler;
import org.tweedie.app.run.Checkpoint;
import org.tweedie.app.run.FoundClassifier;
import org.tweedie.app.run.Resumption;
import org.tweedie.app.run.RunFolder;
import org.tweedie.app.run.TrainedModels;
import org.tweedie.app.sampling.Classes;
import org.tweedie.app.sampling.Sampling;
import org.tweedie.app.score.ClassifierFeatures;
import org.tweedie.app.score.SampleReader;
import org.tweedie.app.score.ScoreReport;
import org.tweedie.app.score.Scoring;
import org.tweedie.app.score.TradeOff;
import org.tweedie.app.tensor.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  /** Which examples to compare with. */
  enum Split {
    /** What was held out. */
    TEST,
    /** What was learned from. */
    TRAIN
  }

  @Spec private CommandSpec spec;

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
  private Split split = Split.TEST;

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
      paramLabel = "PATH=N,N,...",
      description =
          "Score a run at each value of one option, as in --over guidance.scale=0,1,2,4 or --over"
              + " sampler.steps=5,10,20,50: as curves, and as CSV beside them.")
  private Optional<String> over = Optional.empty();

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

  /** Samples and where they are from. */
  private record Drawn(Batch batch, String words) {}

  @Override
  public Integer call() throws IOException {
    if (examples < Scoring.FEWEST || count.orElse(Scoring.FEWEST) < Scoring.FEWEST) {
      throw wrong("--count and --examples are %d or more.".formatted(Scoring.FEWEST));
    }
    RunFolder run = new RunFolder(samples);
    if (!Files.exists(samples)) {
      throw wrong("There is neither a run nor a file in '%s'.".formatted(samples));
    }
    if (!run.exists() && !SampleReader.canRead(samples)) {
      throw wrong(
          "There are no samples in '%s': it is neither a run nor a folder with PNG images or a samples.csv."
              .formatted(samples));
    }
    Registry registry = plugins.load(run.exists() ? List.of(run.config()) : List.of());
    Optional<RunConfig> config = Optional.empty();
    if (run.exists()) {
      config = Optional.of(ConfigReader.read(List.of(run.config()), overrides, registry));
      Resumption.checkModel(
          run, ConfigReader.read(List.of(run.config()), List.of(), registry), config.get());
    } else if (!overrides.isEmpty() || count.isPresent()) {
      throw wrong("--set and --count are for runs; '%s' is none.".formatted(samples));
    }
    Optional<Sweep> sweep = over.map(text -> sweep(text, run, registry));
    RunConfig dataConfig = dataConfig(config, registry);
    DataSource data = Assembler.data(dataConfig);
    String name = dataConfig.component(Kind.DATA).reference();
    Batch real = examples(data, split, examples);
    Optional<FoundClassifier> classifier = classifier(data, registry);
    try {
      Scoring scoring = scoring(classifier, real);
      if (sweep.isPresent()) {
        sweep(sweep.get(), run, registry, scoring, real, data, name);
      } else {
        Drawn drawn =
            run.exists()
                ? draw(run, config.orElseThrow(), registry, data.description(), real.count())
                : new Drawn(new SampleReader(data.description()).read(samples), samples.toString());
        ScoreReport report = report(scoring, drawn, real, data, name);
        print(json ? report.json() : report.text());
      }
      return 0;
    } finally {
      classifier.ifPresent(FoundClassifier::close);
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
      throw wrong("--features: " + e.getMessage());
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

  /** The values of one option, each with the config that it makes. */
  private record Sweep(String option, List<Double> values, List<RunConfig> configs, Path out) {}

  private Sweep sweep(String text, RunFolder run, Registry registry) {
    if (!run.exists() || json) {
      throw wrong(json ? "--over writes CSV; it has no --json." : "--over is for runs.");
    }
    String[] parts = text.split("=", 2);
    if (parts.length < 2 || !parts[1].matches("[-+.eE0-9]+(,[-+.eE0-9]+)*")) {
      throw wrong(
          "--over wants an option and numbers, as in guidance.scale=0,1,2,4, not '%s'."
              .formatted(text));
    }
    Path file = out.orElse(run.path().resolve("score-" + parts[0] + ".png"));
    if (!PlotSheet.canWrite(file)) {
      throw wrong("A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(file));
    }
    List<Double> values = new ArrayList<>();
    List<RunConfig> configs = new ArrayList<>();
    for (String value : parts[1].split(",")) {
      List<String> all = new ArrayList<>(overrides);
      all.add(parts[0] + "=" + value);
      RunConfig config = ConfigReader.read(List.of(run.config()), all, registry);
      Assembler.assemble(config, registry).close();
      values.add(Double.valueOf(value));
      configs.add(config);
    }
    return new Sweep(parts[0], values, configs, file);
  }

  private void sweep(
      Sweep sweep,
      RunFolder run,
      Registry registry,
      Scoring scoring,
      Batch real,
      DataSource data,
      String name)
      throws IOException {
    List<TradeOff.Point> points = new ArrayList<>();
    for (int i = 0; i < sweep.values().size(); i++) {
      Drawn drawn = draw(run, sweep.configs().get(i), registry, data.description(), real.count());
      points.add(
          new TradeOff.Point(sweep.values().get(i), report(scoring, drawn, real, data, name)));
    }
    TradeOff tradeOff = new TradeOff(sweep.option(), points);
    Path csv = Path.of(sweep.out().toString().replaceFirst("\\.[^.]*$", "") + ".csv");
    tradeOff.picture().write(sweep.out());
    AtomicFile.write(csv, tradeOff.csv());
    ScoreReport first = points.get(0).report();
    print(
        "%s%n%n%s%n%nWrote %s%nWrote %s"
            .formatted(first.heading(), tradeOff.text(), sweep.out(), csv));
  }

  private RunConfig dataConfig(Optional<RunConfig> run, Registry registry) {
    if (against.isPresent()) {
      return ConfigReader.read("--against", "data: " + against.get(), List.of(), registry);
    }
    return run.orElseThrow(
        () ->
            wrong(
                "Which data? Name them, as in --against digits; '%s' is no run."
                    .formatted(samples)));
  }

  private static Batch examples(DataSource data, Split split, int count) {
    Examples chosen = split == Split.TEST ? data.test() : data.train();
    return Scoring.batch(chosen, data.description().shape(), count);
  }

  private Drawn draw(
      RunFolder run, RunConfig config, Registry registry, DataDescription data, int examples)
      throws IOException {
    try (Assembled parts = Assembler.assemble(config, registry)) {
      return draw(run, config, parts, data, count.orElse(examples));
    }
  }

  private Drawn draw(
      RunFolder run, RunConfig config, Assembled parts, DataDescription data, int count)
      throws IOException {
    if (!parts.assembly().data().shape().equals(data.shape())) {
      throw wrong(
          "The run's samples are %s, and the data are %s."
              .formatted(parts.assembly().data().shape(), data.shape()));
    }
    long step =
        run.checkpoints()
            .latest()
            .orElseThrow(
                () ->
                    wrong(
                        "The run in '%s' has no checkpoint yet. Go on with: tweedie train --resume --run %s"
                            .formatted(run, Shell.quoted(run.path()))));
    Checkpoint checkpoint = run.checkpoints().read(step);
    Classes classes = Classes.of(parts.assembly(), config.sample().classes());
    Sampling sampling =
        new Sampling(
            parts.assembly().sampler(),
            parts.assembly().guidance(),
            config.sample().batch(),
            config.sample().seed());
    try (NetworkModel model =
            TrainedModels.open(
                parts.assembly(),
                run.checkpoints(),
                checkpoint,
                config.sample().ema(),
                TrainedModels.settings(config.train()));
        Progress progress = Console.display().begin("Sampling", "samples", 0, count)) {
      Batch batch =
          sampling.draw(
              model, data.shape(), classes.inTurn(count, 1), done -> progress.advance(done, ""));
      return new Drawn(
          new SampleReader(parts.assembly().data()).asWritten(batch),
          "drawn by the model of %s, step %,d, seed %d"
              .formatted(run, step, config.sample().seed()));
    }
  }

  private ScoreReport report(
      Scoring scoring, Drawn drawn, Batch real, DataSource data, String name) {
    int count = drawn.batch().count();
    Batch others = examples(data, split == Split.TEST ? Split.TRAIN : Split.TEST, count);
    return new ScoreReport(
        scoring.of(
            drawn.batch(), real, others.count() == count ? Optional.of(others) : Optional.empty()),
        drawn.words(),
        count,
        name,
        split == Split.TEST ? "test" : "train",
        real.count(),
        scoring.features().name(),
        scoring.features().of(real.slice(0, 1))[0].length);
  }

  private void print(String text) {
    PrintWriter print = spec.commandLine().getOut();
    print.println(text);
    print.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
