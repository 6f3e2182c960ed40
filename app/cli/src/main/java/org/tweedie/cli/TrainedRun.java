package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  Path path() {
    return run;
  }

  /** The step of the checkpoint that is used. */
  long step(Run opened) throws IOException {
    return step.isPresent() ? step.get() : opened.step();
  }

  /** Opens the run as it was trained, but for what {@code --set} says. */
  Run open(PluginFolders plugins) throws IOException {
    return open(plugins, UnaryOperator.identity());
  }

  /**
   * Opens the run.
   *
   * @param changes what the command's own options say; it comes after {@code --set}, which
   *     therefore cannot take away what the options are about
   */
  Run open(PluginFolders plugins, UnaryOperator<RunConfig> changes) throws IOException {
    return open(plugins, List.of(), changes);
  }

  /**
   * The same with options of the command that are read along with {@code --set}.
   *
   * @param more settings, after those of {@code --set}
   */
  Run open(PluginFolders plugins, List<Layer> more, UnaryOperator<RunConfig> changes)
      throws IOException {
    List<Path> file = List.of(run.resolve("config.yaml"));
    Tweedie tweedie = plugins.engineOf(run);
    Run opened = tweedie.open(run, own -> changes.apply(tweedie.read(file, overrides, more)));
    opened.elsewhere().forEach(note -> Console.of(command).note("Note: " + note));
    return step.isPresent() ? at(opened, step.get()) : opened;
  }

  private static Run at(Run run, long step) throws IOException {
    try {
      return run.at(step);
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }
}
