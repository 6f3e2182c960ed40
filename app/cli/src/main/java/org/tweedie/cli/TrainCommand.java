package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.progress.StopRequest;
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
      return train(run);
    }
  }

  private int train(Run run) throws IOException {
    long before = run.step();
    new Introduction(run).lines().forEach(console::print);
    int steps = run.config().train().steps();
    if (before >= steps) {
      console.say("All %,d steps are done already.", steps);
    }
    try (StopRequest stop = new StopRequest()) {
      if (!run.train(console.listener().stoppedBy(stop::isWanted))) {
        console.say(
            "Stopped after step %d, which is saved. Go on with: tweedie train --resume --run %s%s",
            run.step(), Shell.quoted(run.path()), plugins.arguments(files.files()));
        return Program.FAILED;
      }
    }
    run.ending().ifPresent(console::print);
    List<Path> pictures = run.conclude(report -> console.print(report.text()), console.listener());
    console.print("Wrote");
    pictures.forEach(file -> written(file, "samples"));
    if (Files.exists(run.evaluation())) {
      written(run.evaluation(), "the bound, for machines");
    }
    written(run.readings(), "all that was measured, for machines");
    written(run.checkpoint(), "weights");
    written(
        run.path(), "everything else; TensorBoard shows it: tensorboard --logdir " + run.path());
    return 0;
  }

  private void written(Path file, String what) {
    console.say("  %-46s %s", file, what);
  }
}
