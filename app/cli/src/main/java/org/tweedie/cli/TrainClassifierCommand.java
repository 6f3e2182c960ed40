package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.classifier.AccuracyPlot;
import org.tweedie.engine.classifier.ClassifierEvaluation;
import org.tweedie.engine.classifier.ClassifierReport;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedClassifiers;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.ClassifierModel;
import org.tweedie.engine.training.ClassifierTraining;
import org.tweedie.engine.training.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a classifier of noisy examples, then measures it by noise level. */
@Command(
    name = "train-classifier",
    description =
        "Train a classifier of noisy examples on a config's data and schedule, with its network; then"
            + " measure its accuracy by noise level. Guidance 'classifier' uses it.",
    mixinStandardHelpOptions = true)
final class TrainClassifierCommand implements Callable<Integer> {

  /** Noise levels of the report. */
  private static final int LEVELS = 13;

  @Spec private CommandSpec spec;

  @Mixin private ConfigFiles files;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "The run's folder (default: runs/, the name of the last config file, and -classifier).")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on with the run from its newest checkpoint, by its own config unless one is given.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    RunFolder folder =
        new RunFolder(run.orElseGet(() -> Path.of("runs", files.name() + "-classifier")));
    if (resume && !folder.exists()) {
      throw wrong("There is no run in '%s' to go on with.".formatted(folder));
    }
    boolean ownConfig = resume && files.isEmpty();
    Registry registry = plugins.load(ownConfig ? List.of(folder.config()) : files.files());
    // The guidance may well be by the classifier that is yet to be trained.
    RunConfig config =
        ownConfig
            ? files.read(folder.config(), registry)
            : files.read(registry, Kinds.GUIDANCE.key() + "=null");
    try (Assembled parts = Assembler.assemble(config, registry)) {
      if (parts.assembly().data().classes().isEmpty()) {
        throw wrong("A classifier needs data with classes, and these data have none.");
      }
      if (!resume && folder.exists()) {
        throw wrong(
            "There is a run in '%s' already. Go on with it: --resume. Begin another: --run DIR."
                .formatted(folder));
      }
      Optional<Checkpoint> from = Optional.empty();
      if (resume) {
        RunConfig begun = ConfigReader.read(List.of(folder.config()), List.of(), registry);
        Resumption.check(folder, begun, config, parts, TrainedModels.settings(config.train()));
        from = checkpoint(folder, parts);
      }
      return train(folder, config, parts, from);
    }
  }

  private Optional<Checkpoint> checkpoint(RunFolder folder, Assembled parts) throws IOException {
    Optional<Long> latest = folder.checkpoints().latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = folder.checkpoints().read(latest.get());
    try {
      TrainedClassifiers.check(
          folder, parts.assembly().data(), parts.assembly().network(), checkpoint);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    return Optional.of(checkpoint);
  }

  private int train(RunFolder folder, RunConfig config, Assembled parts, Optional<Checkpoint> from)
      throws IOException {
    folder.create();
    AtomicFile.write(folder.config(), config.toYaml());
    long parameters = ClassifierModel.count(parts.assembly().network(), parts.assembly().data());
    long step = from.map(Checkpoint::step).orElse(0L);
    Provenance.append(
        folder, config, parts, TrainedModels.settings(config.train()), step, parameters);
    say(
        "Run       %s: a classifier with %,d parameters, %d classes",
        folder, parameters, parts.assembly().data().classes().size());
    if (step >= config.train().steps()) {
      say("All %,d steps are done already.", config.train().steps());
      measure(folder, config, parts);
      return 0;
    }
    try (StopRequest stop = new StopRequest()) {
      long last = new ClassifierTraining(config, parts, folder, Console.display()).run(from, stop);
      if (last < config.train().steps()) {
        say(
            "Stopped after step %d, which is saved. Go on with: tweedie train-classifier --resume"
                + " --run %s%s",
            last, Shell.quoted(folder.path()), plugins.arguments(files.files()));
        return Tweedie.FAILED;
      }
    }
    measure(folder, config, parts);
    return 0;
  }

  private void measure(RunFolder folder, RunConfig config, Assembled parts) throws IOException {
    Checkpoint checkpoint = folder.checkpoints().read(folder.checkpoints().latest().orElseThrow());
    int test = parts.data().test().size();
    int limit = config.evaluate().examples();
    int examples = limit == 0 ? test : Math.min(limit, test);
    int classes = parts.assembly().data().classes().size();
    ClassifierReport report;
    try (ClassifierModel classifier =
            TrainedClassifiers.open(
                parts.assembly().data(),
                parts.assembly().network(),
                checkpoint,
                TrainedModels.settings(config.train()).inFloat32());
        Progress progress = Console.display().begin("Measuring", "noise levels", 0, LEVELS)) {
      report =
          new ClassifierReport(
              new ClassifierEvaluation(
                      parts.assembly().schedule(),
                      LEVELS,
                      examples,
                      config.evaluate().batch(),
                      config.evaluate().seed())
                  .of(
                      classifier,
                      parts.data().test(),
                      parts.assembly().data().shape(),
                      classes,
                      done -> progress.advance(done, "")),
              examples,
              classes,
              checkpoint.step(),
              config.evaluate().seed());
    }
    Path json = folder.path().resolve("classifier.json");
    Path plot = folder.path().resolve("classifier.png");
    AtomicFile.write(json, report.json() + "\n");
    Png.write(plot, AccuracyPlot.draw(report));
    say("%s", report.text());
    say("Wrote");
    for (List<Object> written :
        List.<List<Object>>of(
            List.of(plot, "accuracy and cross-entropy by noise level"),
            List.of(json, "the same, for machines"),
            List.of(folder.checkpoints().path(checkpoint.step()), "weights"))) {
      say("  %-46s %s", written.get(0), written.get(1));
    }
    say(
        "Use it: tweedie sample RUN --set 'guidance={type: classifier, run: %s, scale: 2}'",
        folder);
  }

  private void say(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
