package org.tweedie.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which run is trained: a new one, or one that goes on. */
final class RunToTrain {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The run's folder (default: in runs/, by the name of the last config file).")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on with the run from its newest checkpoint, by its own config unless one is given.")
  private boolean resume;

  boolean isResumed() {
    return resume;
  }

  /**
   * The run's folder.
   *
   * @param files by which it is named where the user does not say
   * @param ending of that name
   */
  Path folder(ConfigFiles files, String ending) {
    Path folder = run.orElseGet(() -> Path.of("runs", files.name() + ending));
    if (resume && !Tweedie.isRun(folder)) {
      throw Console.of(command).wrong("There is no run in '%s' to go on with.".formatted(folder));
    }
    return folder;
  }

  /** The files beside which plugins are looked for. */
  List<Path> configs(Path folder, ConfigFiles files) {
    return isByItsOwnConfig(files) ? List.of(folder.resolve("config.yaml")) : files.files();
  }

  /** The config to train with. */
  RunConfig config(Path folder, ConfigFiles files, Tweedie tweedie) {
    return isByItsOwnConfig(files)
        ? tweedie.read(configs(folder, files), files.overrides())
        : files.read(tweedie);
  }

  private boolean isByItsOwnConfig(ConfigFiles files) {
    return resume && files.isEmpty();
  }

  /** Makes sure that a new run takes no other one's place. */
  void checkNew(Path folder) {
    if (!resume && Tweedie.isRun(folder)) {
      throw Console.of(command)
          .wrong(
              "There is a run in '%s' already. Go on with it: --resume. Begin another: --run DIR."
                  .formatted(folder));
    }
  }
}
