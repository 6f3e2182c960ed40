package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  /** Rounds of halving. */
  private static final int USUAL_ROUNDS = 4;

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Parameters(
      index = "0",
      paramLabel = "TEACHER",
      description = "The folder of the trained run, as in runs/digits.")
  private Path teacher;

  @Option(
      names = "--to",
      paramLabel = "N",
      required = true,
      description = "The steps in which the student is to sample.")
  private int to;

  @Option(
      names = "--from",
      paramLabel = "N",
      description =
          "The steps that the first teacher takes, where they are halved: --to times a power of two"
              + " (default: 16 times).")
  private Optional<Integer> from = Optional.empty();

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      completionCandidates = Candidates.StudentObjectives.class,
      description =
          "What students are taught by (default: progressive-distillation); its other options are"
              + " set by --set objective.OPTION=VALUE.")
  private Optional<String> objective = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "The folder of the last student; those on the way are beside it (default: the teacher's"
              + " with -N added).")
  private Optional<Path> run = Optional.empty();

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
    if (to < 1) {
      throw console.wrong("A student samples in at least one step, not --to %d.".formatted(to));
    }
    Tweedie tweedie =
        plugins.engine(
            Tweedie.isRun(teacher) ? List.of(teacher.resolve("config.yaml")) : List.of());
    Distillation distillation = distillation(tweedie);
    List<Distillation.Round> rounds = rounds(distillation);
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
    try (Run student =
        begun ? tweedie.resume(round.folder(), config) : tweedie.create(round.folder(), config)) {
      boolean isDone =
          student.step() >= student.config().train().steps() && Files.exists(student.readings());
      if (isDone) {
        console.say("  %s is done already", student.path());
        return 0;
      }
      return new FullTraining(console).of(student, "the same command");
    }
  }

  private Distillation distillation(Tweedie tweedie) {
    Registry registry = tweedie.components();
    ComponentType chosen =
        objective
            .map(name -> new NamedComponents(console, registry).one(Kinds.OBJECTIVE, name))
            .orElseGet(() -> Distillation.objectives(registry).get(0));
    if (!Distillation.isTaught(chosen)) {
      throw console.wrong(
          "The objective '%s' learns from no teacher. Those that do: %s"
              .formatted(
                  chosen.name(),
                  String.join(
                      ", ",
                      registry.all(Kinds.OBJECTIVE).stream()
                          .filter(Distillation::isTaught)
                          .map(registry::reference)
                          .toList())));
    }
    try (Run trained = tweedie.open(teacher)) {
      if (trained.config().components(Kinds.OBJECTIVE).isEmpty()) {
        throw console.wrong(
            "The run in '%s' is a chain of latents with networks of its own: it has no flow to learn."
                .formatted(teacher));
      }
      return new Distillation(
          teacher,
          trained.config(),
          trained.assembly().data().shape(),
          trained.assembly().objective().predicts(),
          chosen);
    }
  }

  private List<Distillation.Round> rounds(Distillation distillation) {
    if (from.isPresent() && !distillation.isInRounds()) {
      throw console.wrong(
          "--from is for objectives that halve the steps, and '%s' has no option 'steps'."
              .formatted(distillation.objective().name()));
    }
    Path own =
        run.orElseGet(() -> teacher.resolveSibling(teacher.normalize().getFileName() + "-" + to));
    try {
      return distillation.rounds(from.orElse(to << USUAL_ROUNDS), to, own);
    } catch (IllegalArgumentException wrong) {
      throw console.wrong(String.valueOf(wrong.getMessage()));
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
