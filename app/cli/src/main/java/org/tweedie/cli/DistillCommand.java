package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a student of a trained run, which samples in fewer steps. */
@Command(
    name = "distill",
    description =
        "Train a student of a run, which samples in few steps what its teacher does in many. By"
            + " progressive distillation the number of steps is halved round by round, and each"
            + " round is a run of its own; by other objectives there is one round. Students start"
            + " from their teacher's weights. The same command goes on where it was stopped.",
    mixinStandardHelpOptions = true)
final class DistillCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Mixin private StudentChoice student;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of the students, as in --set train.steps=500; may be given several"
              + " times. They have their teacher's config otherwise, and share its number of"
              + " training steps among the rounds.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Tweedie tweedie = student.engine(console, plugins);
    Distillation distillation = student.distillation(console, tweedie);
    List<Distillation.Round> rounds = student.rounds(console, distillation);
    List<Layer> settings = settings();
    for (int i = 0; i < rounds.size(); i++) {
      Distillation.Round round = rounds.get(i);
      console.say(
          "Round %d of %d: a student of %d step%s",
          i + 1, rounds.size(), round.steps(), round.steps() == 1 ? "" : "s");
      if (i > 0) {
        console.say("  of %s", round.teacher());
      }
      int status = train(tweedie, round, distillation.student(round, rounds.size(), settings));
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private int train(Tweedie tweedie, Distillation.Round round, RunConfig config)
      throws IOException {
    boolean begun = Tweedie.isRun(round.folder());
    try (Run run =
        begun ? tweedie.resume(round.folder(), config) : tweedie.create(round.folder(), config)) {
      boolean isDone = run.step() >= run.config().train().steps() && Files.exists(run.readings());
      if (isDone) {
        console.say("  %s is done already", run.path());
        return 0;
      }
      return new FullTraining(console).of(run, "the same command");
    }
  }

  private List<Layer> settings() {
    return overrides.stream()
        .map(
            override -> {
              int at = override.indexOf('=');
              if (at < 1) {
                throw console.wrong(
                    "'%s' sets nothing: --set takes PATH=VALUE, as in --set train.steps=500."
                        .formatted(override));
              }
              String said = "--set " + override;
              return Layer.of(
                  override.substring(0, at),
                  Layer.value(said, override.substring(at + 1)),
                  Location.of(said));
            })
        .toList();
  }
}
