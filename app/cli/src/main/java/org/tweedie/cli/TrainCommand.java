package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.likelihood.EvaluationReport;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Cautions;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.Weights;
import org.tweedie.engine.training.StopRequest;
import org.tweedie.engine.training.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains, then measures and samples what was trained. */
@Command(
    name = "train",
    description = "Train a model; then measure it on the test split and draw a grid of samples.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigFiles files;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/ and the name of the last config file).")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on with the run from its newest checkpoint, by its own config unless one is given.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = new RunFolder(run.orElseGet(() -> Path.of("runs", files.name())));
    if (resume && !folder.exists()) {
      throw wrong("There is no run in '%s' to go on with.".formatted(folder));
    }
    boolean ownConfig = resume && files.isEmpty();
    Registry registry = plugins.load(ownConfig ? List.of(folder.config()) : files.files());
    RunConfig config = ownConfig ? files.read(folder.config(), registry) : files.read(registry);
    try (Assembled parts = Assembler.assemble(config, registry)) {
      return train(folder, config, parts, registry);
    }
  }

  private int train(RunFolder folder, RunConfig config, Assembled parts, Registry registry)
      throws IOException {
    if (!resume && folder.exists()) {
      throw wrong(
          "There is a run in '%s' already. Go on with it: --resume. Begin another: --run DIR."
              .formatted(folder));
    }
    SessionSettings session = TrainedModels.settings(config.train());
    Optional<Checkpoint> from = Optional.empty();
    if (resume) {
      RunConfig begun = ConfigReader.read(List.of(folder.config()), List.of(), registry);
      Resumption.check(folder, begun, config, parts, session);
      from = checkpoint(folder, parts);
    }
    create(folder);
    AtomicFile.write(folder.config(), config.toYaml());
    long parameters = Weights.count(parts.assembly());
    long step = from.map(Checkpoint::step).orElse(0L);
    Provenance.append(folder, config, parts, session, step, parameters);
    introduce(folder, config, parts, parameters, step);
    Cautions.of(config, parts).forEach(caution -> say("Note      %s", caution));
    Provenance.differences(folder)
        .forEach(difference -> say("Note      not as when the run was begun: %s", difference));
    if (!train(folder, config, parts, from)) {
      return Tweedie.FAILED;
    }
    finish(folder, config, parts);
    return 0;
  }

  private void create(RunFolder folder) {
    try {
      folder.create();
    } catch (IOException e) {
      throw wrong(
          "The run's folder '%s' cannot be made (%s). Choose another with --run DIR."
              .formatted(folder, reason(e)));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write there";
    }
    return e instanceof FileSystemException refused && refused.getReason() != null
        ? refused.getReason()
        : String.valueOf(e.getMessage());
  }

  private Optional<Checkpoint> checkpoint(RunFolder folder, Assembled parts) throws IOException {
    Optional<Long> latest = folder.checkpoints().latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = folder.checkpoints().read(latest.get());
    TrainedModels.check(parts.assembly(), folder.checkpoints(), checkpoint);
    return Optional.of(checkpoint);
  }

  private void introduce(
      RunFolder folder, RunConfig config, Assembled parts, long parameters, long step) {
    DataDescription data = parts.assembly().data();
    say("Run       %s%s", folder, step > 0 ? ", going on after step " + step : "");
    say(
        "Data      %s: %,d training and %,d test examples of %s, %s, %s",
        name(config, Kinds.DATA),
        parts.data().train().size(),
        parts.data().test().size(),
        data.shape(),
        data.levels().map(Levels::count).map(count -> count + " levels").orElse("continuous"),
        data.classes().isEmpty() ? "no classes" : data.classes().size() + " classes");
    say(
        "Model     %s with %,d parameters, predicting %s; schedule %s, objective %s",
        name(config, Kinds.NETWORK),
        parameters,
        parts.assembly().objective().predicts().name().toLowerCase(Locale.ROOT),
        name(config, Kinds.SCHEDULE),
        name(config, Kinds.OBJECTIVE));
  }

  /** Whether training came to its end. */
  private boolean train(
      RunFolder folder, RunConfig config, Assembled parts, Optional<Checkpoint> from)
      throws IOException {
    if (from.map(Checkpoint::step).orElse(0L) >= config.train().steps()) {
      say("All %,d steps are done already.", config.train().steps());
      return true;
    }
    try (StopRequest stop = new StopRequest()) {
      long last = new TrainingRun(config, parts, folder, Console.display()).run(from, stop);
      if (last < config.train().steps()) {
        say(
            "Stopped after step %d, which is saved. Go on with: tweedie train --resume --run %s%s",
            last, Shell.quoted(folder.path()), plugins.arguments(files.files()));
        return false;
      }
      return true;
    }
  }

  private void finish(RunFolder folder, RunConfig config, Assembled parts) throws IOException {
    Checkpoint checkpoint = folder.checkpoints().read(folder.checkpoints().latest().orElseThrow());
    SessionSettings session = TrainedModels.settings(config.train());
    boolean oneModel =
        session.equals(session.inFloat32()) && config.evaluate().ema() == config.sample().ema();
    List<Path> pictures;
    try (NetworkModel measured =
        open(folder, parts, checkpoint, config.evaluate().ema(), session.inFloat32())) {
      EvaluationReport report = Evaluating.report(config, parts, measured, checkpoint.step());
      AtomicFile.write(folder.evaluation(), report.json() + "\n");
      say("%s", report.text());
      // Another model would be the same graph, optimised once more: a second or two.
      pictures = oneModel ? draw(folder, config, parts, measured) : List.of();
    }
    if (!oneModel) {
      try (NetworkModel sampled = open(folder, parts, checkpoint, config.sample().ema(), session)) {
        pictures = draw(folder, config, parts, sampled);
      }
    }
    say("Wrote");
    pictures.forEach(file -> say("  %-46s %s", file, "samples"));
    say("  %-46s %s", folder.evaluation(), "the bound, for machines");
    say("  %-46s %s", folder.checkpoints().path(checkpoint.step()), "weights");
    say(
        "  %-46s %s",
        folder.path(), "everything else; TensorBoard shows it: tensorboard --logdir " + folder);
  }

  private static NetworkModel open(
      RunFolder folder,
      Assembled parts,
      Checkpoint checkpoint,
      boolean averaged,
      SessionSettings session) {
    return TrainedModels.open(
        parts.assembly(), folder.checkpoints(), checkpoint, averaged, session);
  }

  private static List<Path> draw(
      RunFolder folder, RunConfig config, Assembled parts, NetworkModel model) throws IOException {
    Classes classes = Classes.of(parts.assembly(), config.sample().classes());
    return new Drawing(config.sample(), parts.assembly(), classes, folder.samples())
        .write(model, false, false);
  }

  private static String name(RunConfig config, Kind<?> kind) {
    return config.component(kind).type().name();
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
