package org.tweedie.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose students are to be taught, by what, and for how many steps. */
final class StudentChoice {

  /** Rounds of halving. */
  private static final int USUAL_ROUNDS = 4;

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
      names = "--guidance-scale",
      paramLabel = "W|FROM:TO",
      description =
          "Students learn what their teacher predicts under classifier-free guidance of this scale;"
              + " or of all scales between two, as in 0:4: then they are told one when they sample,"
              + " by guidance.scale.")
  private Optional<String> guidanceScale = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "The folder of the last student; those on the way are beside it (default: the teacher's"
              + " with -N added).")
  private Optional<Path> run = Optional.empty();

  /** The engine with the teacher's plugins. */
  Tweedie engine(Console console, PluginFolders plugins) {
    if (to < 1) {
      throw console.wrong("A student samples in at least one step, not --to %d.".formatted(to));
    }
    return plugins.engineOf(teacher);
  }

  /** What the students of the teacher learn, and by what. */
  Distillation distillation(Console console, Tweedie tweedie) {
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
      Distillation distillation =
          new Distillation(
              teacher,
              trained.config(),
              trained.assembly().data().shape(),
              trained.assembly().objective().predicts(),
              chosen,
              guidanceScale.map(written -> scales(console, written)));
      if (guidanceScale.isPresent() && !distillation.canBeGuided()) {
        throw console.wrong(
            "--guidance-scale is for objectives with the options 'guidance-scale' and 'guidance-scale-to', and '%s' has none."
                .formatted(chosen.name()));
      }
      return distillation;
    }
  }

  private static GuidanceScales scales(Console console, String written) {
    String[] ends = written.split(":", -1);
    try {
      if (ends.length == 1) {
        return GuidanceScales.of(Double.parseDouble(ends[0]));
      }
      GuidanceScales scales =
          new GuidanceScales(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
      if (ends.length == 2 && scales.isInput()) {
        return scales;
      }
    } catch (IllegalArgumentException wrong) {
      // Told below, with what is allowed.
    }
    throw console.wrong(
        "--guidance-scale takes one scale of 0 or more, as in 2, or two that rise, as in 0:4; not '%s'."
            .formatted(written));
  }

  /** One after the other; each but the first is taught by the one before. */
  List<Distillation.Round> rounds(Console console, Distillation distillation) {
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
}
