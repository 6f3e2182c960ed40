package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains, then measures and samples what was trained. */
@Command(
    name = "train",
    description = "Train a model; then measure it on the test split and draw a grid of samples.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private ConfigFiles files;

  @Mixin private RunToTrain training;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Path folder = training.folder(files, "");
    Tweedie tweedie = plugins.engine(training.configs(folder, files));
    RunConfig config = training.config(folder, files, tweedie);
    training.checkNew(folder);
    try (Run run =
        training.isResumed() ? tweedie.resume(folder, config) : tweedie.create(folder, config)) {
      return new FullTraining(console)
          .of(
              run,
              "tweedie train --resume --run %s%s"
                  .formatted(Shell.quoted(run.path()), plugins.arguments(files.files())));
    }
  }
}
