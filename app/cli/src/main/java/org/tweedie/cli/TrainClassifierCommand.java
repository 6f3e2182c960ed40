package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.ClassifierRun;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a classifier of noisy examples, then measures it by noise level. */
@Command(
    name = "train-classifier",
    description =
        "Train a classifier of noisy examples on a config's data and schedule, with its network;"
            + " then measure its accuracy by noise level. Guidance 'classifier' uses it.",
    mixinStandardHelpOptions = true)
final class TrainClassifierCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private ConfigFiles files;

  @Mixin private RunToTrain training;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Path folder = training.folder(files, "-classifier");
    Tweedie tweedie = plugins.engine(training.configs(folder, files));
    // Guidance and measures may well be by the classifier that is yet to be trained, and no measure
    // is taken of it by which its training could end.
    RunConfig config =
        training
            .config(folder, files, tweedie)
            .withDefault(Kinds.GUIDANCE)
            .withDefault(Kinds.MEASURES)
            .withDefault(Kinds.STOPPING)
            .with("train.snapshot-every", 0);
    training.checkNew(folder);
    try (ClassifierRun run =
        training.isResumed()
            ? tweedie.resumeClassifier(folder, config)
            : tweedie.createClassifier(folder, config)) {
      return train(run, config.train().steps());
    }
  }

  private int train(ClassifierRun run, int steps) throws IOException {
    console.say(
        "Run       %s: a classifier with %,d parameters, %d classes",
        run.path(), run.parameters(), run.classes());
    run.notes().forEach(note -> console.print("Note      " + note));
    if (run.step() >= steps) {
      console.say("All %,d steps are done already.", steps);
    }
    try (StopRequest stop = new StopRequest()) {
      if (!run.train(console.listener().stoppedBy(stop::isWanted))) {
        console.say(
            "Stopped after step %d, which is saved. Go on with: tweedie train-classifier --resume"
                + " --run %s%s",
            run.step(), Shell.quoted(run.path()), plugins.arguments(files.files()));
        return Program.FAILED;
      }
    }
    Report report = run.measure(console.listener());
    console.print(report.text());
    console.print("Wrote");
    List<String> what =
        List.of("accuracy and cross-entropy by noise level", "the same, for machines", "weights");
    for (int i = 0; i < what.size(); i++) {
      console.say("  %-46s %s", report.files().get(i), what.get(i));
    }
    console.say(
        "Use it: tweedie sample RUN --set 'guidance={type: classifier, run: %s, scale: 2}'",
        run.path());
    return 0;
  }
}
