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
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.Registry;
import org.tweedie.app.progress.Progress;
import org.tweedie.app.run.Assembled;
import org.tweedie.app.run.Assembler;
import org.tweedie.app.run.Checkpoint;
import org.tweedie.app.run.Resumption;
import org.tweedie.app.run.RunFolder;
import org.tweedie.app.run.TrainedModels;
import org.tweedie.app.sampling.Classes;
import org.tweedie.app.sampling.Sampling;
import org.tweedie.app.score.SampleReader;
import org.tweedie.app.score.ScoreReport;
import org.tweedie.app.score.Scoring;
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
            + " too. All are taken on the pixels or coordinates themselves, so no value is an FID of"
            + " Inception features.",
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
    RunConfig dataConfig = dataConfig(config, registry);
    DataSource data = Assembler.data(dataConfig);
    Batch real = examples(data, split, examples);
    Drawn drawn =
        run.exists()
            ? draw(run, config.orElseThrow(), data.description(), count.orElse(real.count()))
            : new Drawn(new SampleReader(data.description()).read(samples), samples.toString());
    report(drawn, real, data, dataConfig.component(Kind.DATA).reference());
    return 0;
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

  private Drawn draw(RunFolder run, RunConfig config, DataDescription data, int count)
      throws IOException {
    Assembled parts = Assembler.assemble(config);
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

  private void report(Drawn drawn, Batch real, DataSource data, String name) {
    Scoring scoring = Scoring.fitting(real.shape());
    int count = drawn.batch().count();
    Batch others = examples(data, split == Split.TEST ? Split.TRAIN : Split.TEST, count);
    ScoreReport report =
        new ScoreReport(
            scoring.of(
                drawn.batch(),
                real,
                others.count() == count ? Optional.of(others) : Optional.empty()),
            drawn.words(),
            count,
            name,
            split == Split.TEST ? "test" : "train",
            real.count(),
            scoring.features().name(),
            scoring.features().of(real.slice(0, 1))[0].length);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
