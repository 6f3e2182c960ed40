package org.tweedie.engine.inspection;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

/**
 * The trainings that make of a trained run a student which samples in fewer steps. An objective
 * that says in how many steps its student samples is taught in rounds, each in half as many as its
 * teacher takes, who is the student of the round before (Salimans and Ho, arXiv 2202.00512); one
 * that does not is taught in one round.
 *
 * @param teacher the trained run's folder
 * @param config its config
 * @param shape of its data
 * @param predicts what its network predicts, and so the students do, which start from its weights
 * @param objective that students are taught by
 * @param guidance how the teacher is guided; empty where it is not
 */
public record Distillation(
    Path teacher,
    RunConfig config,
    DataShape shape,
    Parameterization predicts,
    ComponentType objective,
    Optional<GuidanceScales> guidance) {

  /** What built-in components are offered for. */
  private static final String COMMAND = "distill";

  private static final String STEPS = "steps";
  private static final String LEAST_SCALE = "guidance-scale";
  private static final String MOST_SCALE = "guidance-scale-to";
  private static final String SCALE = "scale";
  private static final Location SAID = Location.of("tweedie " + COMMAND);

  /**
   * One training.
   *
   * @param steps in which its student is to sample
   * @param folder of the student
   * @param teacher the folder of the run that teaches it
   */
  public record Round(int steps, Path folder, Path teacher) {}

  /** Of a teacher that is not guided. */
  public Distillation(
      Path teacher,
      RunConfig config,
      DataShape shape,
      Parameterization predicts,
      ComponentType objective) {
    this(teacher, config, shape, predicts, objective, Optional.empty());
  }

  /** The objectives that are meant for this; the first is the usual one. */
  public static List<ComponentType> objectives(Registry registry) {
    return registry.suggested(COMMAND, Kinds.OBJECTIVE);
  }

  /** Whether students can be taught by a guided teacher. */
  public boolean canBeGuided() {
    return has(LEAST_SCALE, double.class) && has(MOST_SCALE, double.class);
  }

  /** Whether the number of steps is halved round by round. */
  public boolean isInRounds() {
    return has(STEPS, int.class);
  }

  /**
   * The trainings, one after the other.
   *
   * @param from steps that the first teacher takes: more than {@code to} by a power of two
   * @param to steps of the last student
   * @param folder of the last student; the others are beside it
   * @throws IllegalArgumentException in words for the user, if halving does not lead there
   */
  public List<Round> rounds(int from, int to, Path folder) {
    if (!isInRounds()) {
      return List.of(new Round(to, folder, teacher));
    }
    List<Integer> steps = new ArrayList<>();
    for (int left = from; left > to && left % 2 == 0; left /= 2) {
      steps.add(left / 2);
    }
    if (steps.isEmpty() || steps.get(steps.size() - 1) != to) {
      throw new IllegalArgumentException(
          "%d steps are not halved to %d: take %d times a power of two, as %d."
              .formatted(from, to, to, 16L * to));
    }
    List<Round> rounds = new ArrayList<>();
    Path before = teacher;
    for (int each : steps) {
      Path own = each == to ? folder : folder.resolveSibling(folder.getFileName() + "-" + each);
      rounds.add(new Round(each, own, before));
      before = own;
    }
    return rounds;
  }

  /**
   * The config of a round's training: the teacher's, but for what it learns, from whom, how it is
   * sampled and what is measured. All rounds together take as many steps as the teacher's training.
   *
   * @param rounds how many there are
   * @param settings laid over it
   * @throws org.tweedie.engine.config.ConfigException with all problems of the config
   */
  public RunConfig student(Round round, int rounds, List<Layer> settings) {
    Registry registry = config.registry();
    List<Layer> layers = new ArrayList<>();
    Map<String, Object> learnt = new LinkedHashMap<>();
    learnt.put("type", registry.reference(objective));
    learnt.put("teacher", round.teacher().toString());
    if (has("predict", Parameterization.class)) {
      learnt.put("predict", predicts.name().toLowerCase(Locale.ROOT));
    }
    if (isInRounds()) {
      learnt.put(STEPS, round.steps());
    }
    guidance
        .filter(scales -> scales.isInput() || round.teacher().equals(teacher))
        .ifPresent(
            // A student of one scale is guided already, and so is one that it teaches.
            scales -> {
              learnt.put(LEAST_SCALE, scales.least());
              if (scales.isInput()) {
                learnt.put(MOST_SCALE, scales.most());
              }
            });
    layers.add(Layer.of(Kinds.OBJECTIVE.key(), learnt, SAID));
    layers.add(Layer.of("train.from", round.teacher().toString(), SAID));
    layers.add(Layer.of("train.steps", Math.max(1, config.train().steps() / rounds), SAID));
    registry.suggested(objective.name(), Kinds.SAMPLER).stream()
        .findFirst()
        .ifPresent(
            sampler ->
                layers.add(
                    Layer.of(
                        Kinds.SAMPLER.key(),
                        Map.of("type", registry.reference(sampler), STEPS, round.steps()),
                        SAID)));
    bent().ifPresent(guided -> layers.add(Layer.of(Kinds.GUIDANCE.key(), guided, SAID)));
    measures().ifPresent(all -> layers.add(Layer.of(Kinds.MEASURES.key(), all, SAID)));
    layers.addAll(settings);
    return config.with(layers);
  }

  /** What bends a denoiser bends no student; but one that learnt several scales is told which. */
  private Optional<Object> bent() {
    Registry registry = config.registry();
    Optional<GuidanceScales> several = guidance.filter(GuidanceScales::isInput);
    if (several.isPresent()) {
      return registry.suggested(COMMAND, Kinds.GUIDANCE).stream()
          .findFirst()
          .<Object>map(
              input -> Map.of("type", registry.reference(input), SCALE, several.get().at(0.5)));
    }
    return registry.byDefault(Kinds.GUIDANCE).<Object>map(registry::reference);
  }

  /** Of samples, where the teacher's are of its likelihood. */
  private Optional<List<Object>> measures() {
    boolean ofSamples =
        config.components(Kinds.MEASURES).stream()
            .noneMatch(one -> LikelihoodMeasure.class.isAssignableFrom(one.type().type()));
    if (ofSamples) {
      return Optional.empty();
    }
    String usual = shape.isImage() ? "score" : "score-in-the-plane";
    boolean canBe = shape.isImage() || shape.equals(DataShape.point(2));
    return Optional.of(
        canBe
            ? config.registry().suggested(usual, Kinds.MEASURES).stream()
                .limit(1)
                .<Object>map(config.registry()::reference)
                .toList()
            : List.of());
  }

  private boolean has(String option, Type type) {
    return objective.optionTypes().stream()
        .anyMatch(one -> one.name().equals(option) && one.type().equals(type));
  }

  /** Whether an objective cannot do without a teacher. */
  public static boolean isTaught(ComponentType objective) {
    return objective.optionTypes().stream()
        .anyMatch(option -> option.name().equals("teacher") && option.defaultText().isEmpty());
  }
}
