package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Checkpoints;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A run that was trained: what all commands have that start from one. */
final class TrainedRun {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder, as in runs/digits.")
  private Path run;

  @Option(
      names = "--checkpoint",
      paramLabel = "STEP",
      description = "The checkpoint to use (default: the newest).")
  private Optional<Long> step = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of the run, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  private Registry registry;

  RunFolder folder() {
    return new RunFolder(run);
  }

  /**
   * The run's config with overrides.
   *
   * @param last overrides that stand for options of the command; they come after those of {@code
   *     --set}, which therefore cannot take away what they are about
   */
  RunConfig config(List<String> last, PluginFolders plugins) {
    return config(any -> last, plugins);
  }

  /** The run's config with overrides that depend on which components there are. */
  RunConfig config(Function<Registry, List<String>> last, PluginFolders plugins) {
    if (!folder().exists()) {
      throw wrong(
          "There is no run in '%s': it has no config.yaml. 'tweedie train' makes runs."
              .formatted(run));
    }
    List<Path> file = List.of(folder().config());
    registry = plugins.load(file);
    List<String> all = new ArrayList<>(overrides);
    all.addAll(last.apply(registry));
    RunConfig config = ConfigReader.read(file, all, registry);
    Resumption.checkModel(folder(), ConfigReader.read(file, List.of(), registry), config);
    return config;
  }

  /** The components that {@link #config} chose from. */
  Registry registry() {
    return registry;
  }

  /**
   * Reads the checkpoint.
   *
   * @throws org.tweedie.engine.file.FileFormatException if it is damaged
   */
  Checkpoint checkpoint() throws IOException {
    Checkpoints checkpoints = folder().checkpoints();
    List<Long> steps = checkpoints.steps();
    if (steps.isEmpty()) {
      throw wrong(
          "The run in '%s' has no checkpoint yet. Go on with: tweedie train --resume --run %s"
              .formatted(run, Shell.quoted(run)));
    }
    long chosen = step.orElse(steps.get(steps.size() - 1));
    if (!steps.contains(chosen)) {
      throw wrong(
          "The run in '%s' has no checkpoint of step %d. There are: %s"
              .formatted(run, chosen, steps));
    }
    return checkpoints.read(chosen);
  }

  /** The network with the checkpoint's weights; the caller closes it. */
  NetworkModel open(
      Assembled parts, Checkpoint checkpoint, boolean averaged, SessionSettings settings) {
    return TrainedModels.open(
        parts.assembly(), folder().checkpoints(), checkpoint, averaged, settings);
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
