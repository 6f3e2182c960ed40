package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.Precision;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.sampling.AskedParts;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.SampleConditions;

/**
 * What no component can say of a run: what sections of the config ask of components, what holds for
 * every objective and schedule, also those whose authors did not think of it. Each would otherwise
 * end in a result that is nonsense.
 */
final class Combination {

  private static final double[] TIMES = {0, 0.25, 0.5, 0.75, 1};

  private final RunConfig config;
  private final Assembly assembly;
  private final DataSource data;
  private final boolean isDiffusion;
  private final boolean hidesParts;
  private final Optimizer optimizer;
  private final boolean changesExamples;
  private final Problems problems;

  private Combination(RunConfig config, Assembled parts, Problems problems) {
    this.config = config;
    this.assembly = parts.assembly();
    this.data = parts.data();
    this.isDiffusion = parts.isDiffusion();
    this.optimizer = parts.components().one(Kinds.OPTIMIZER);
    this.hidesParts =
        parts.components().all(Kinds.IMAGE_CONDITION).stream().anyMatch(ImageCondition::isMasked);
    this.changesExamples = ConditionCautions.changesExamples(parts);
    this.problems = problems;
  }

  /**
   * Checks what components ask of one another.
   *
   * @param problems takes what is wrong
   */
  static void check(RunConfig config, Assembled parts, Problems problems) {
    new Combination(config, parts, problems).check();
  }

  private void check() {
    if (isDiffusion) {
      predictionIsDefined();
      learnedScheduleIsFree();
      couplingIsFree();
      imagesGoTogether();
    }
    classesAreThere();
    imageNoiseIsKnown();
    picturesCanBeDrawn();
    arithmeticIsPrecise();
  }

  private void arithmeticIsPrecise() {
    if (config.train().precision() == Precision.BFLOAT16 && optimizer.needsFloat32()) {
      section(
          "incompatible",
          "train.precision",
          "The optimizer '%s' multiplies matrices so often that it needs single precision for it."
              .formatted(config.component(Kinds.OPTIMIZER).reference()),
          "Please take float32, or another optimizer.");
    }
  }

  private void predictionIsDefined() {
    Parameterization predicts = assembly.objective().predicts();
    NoiseSchedule schedule = assembly.schedule();
    boolean ofNoise = predicts == Parameterization.NOISE || predicts == Parameterization.SCORE;
    if (ofNoise && schedule.at(1).alpha() == 0) {
      problem(
          "incompatible",
          Kinds.OBJECTIVE,
          "The objective predicts %s, which says nothing of the signal where none is left, and the schedule leaves none at time 1, where samplers start."
              .formatted(predicts.name().toLowerCase(Locale.ROOT)),
          "Please let it predict signal, velocity or flow, or take a schedule with a finite log SNR"
              + " at time 1.");
    }
    List<Double> off = new ArrayList<>();
    for (double time : TIMES) {
      if (!schedule.at(time).isVariancePreserving()) {
        off.add(time);
      }
    }
    if (predicts == Parameterization.VELOCITY && !off.isEmpty()) {
      problem(
          "incompatible",
          Kinds.OBJECTIVE,
          "The objective predicts velocity, which is defined where alpha^2 + sigma^2 = 1, and the schedule is not variance preserving (at time %s it is %.4g)."
              .formatted(off.get(0), schedule.at(off.get(0)).power()),
          "Please let it predict noise, signal, score or flow, or take a variance preserving"
              + " schedule.");
    }
  }

  /**
   * Noise that goes by examples tells of them; the program pairs class by class, and can do so with
   * nothing else that is known.
   */
  private void couplingIsFree() {
    List<String> told =
        assembly.told().stream()
            .filter(part -> part != ConditionPart.CLASS)
            .map(ConditionPart::word)
            .toList();
    if (assembly.objective().coupling().isPresent() && !told.isEmpty()) {
      problem(
          "incompatible",
          Kinds.OBJECTIVE,
          "The objective pairs noise with examples, which would tell the network of %s before it is told: guidance and samples would be wrong."
              .formatted(String.join(", ", told)),
          "Please take independent noise, or hide these parts (train.%s: 1)."
              .formatted(TrainOptions.dropoutOption(ConditionPart.of(told.get(0)).orElseThrow())));
    }
  }

  /**
   * What is done to an example would have to be done to the image that it goes with, unless that is
   * made of the example anyway.
   */
  private void imagesGoTogether() {
    if (changesExamples
        && assembly.told().contains(ConditionPart.IMAGE)
        && config.components(Kinds.IMAGE_CONDITION).isEmpty()) {
      problem(
          "incompatible",
          Kinds.AUGMENTATION,
          "Augmentation changes examples, and not the images that they go with: the two would no longer be of one another.",
          "Please leave augmentation out, or hide these images (train.%s: 1)."
              .formatted(TrainOptions.dropoutOption(ConditionPart.IMAGE)));
    }
  }

  /** More noise in images than in training's says nothing to the network. */
  private void imageNoiseIsKnown() {
    double asked = config.sample().imageNoise();
    double learnt = assembly.conditioning().imageNoise();
    if (asked > learnt) {
      section(
          "incompatible",
          "sample.image-noise",
          learnt == 0
              ? "The images that samples go with are to have noise (%s), and the network learns to go by none, or by images without."
                  .formatted(asked)
              : "The images that samples go with are to have a share of noise of %s, and the network learns those up to %s."
                  .formatted(asked, learnt),
          "Please let it be at most train.image-noise (%s).".formatted(learnt));
    }
    if (config.train().imageNoise() > 0 && learnt == 0) {
      section(
          "incompatible",
          "train.image-noise",
          "There is to be noise in the images that examples go with, and the network is shown no such images.",
          "Please leave it out, or take data with a condition's image.");
    }
    if (learnt > 0 && hidesParts) {
      section(
          "incompatible",
          "train.image-noise",
          "There is to be noise in images of which a part is hidden, and it would be in the mask too.",
          "Please leave it out.");
    }
  }

  /** Between its ends a learned schedule is free only under the continuous bound. */
  private void learnedScheduleIsFree() {
    if (assembly.learnedSchedule().isEmpty()) {
      return;
    }
    String schedule = config.component(Kinds.SCHEDULE).reference();
    if (!assembly.objective().isBound()) {
      problem(
          "incompatible",
          Kinds.OBJECTIVE,
          "The schedule '%s' is learned, by the variational bound in continuous time: no other loss leaves it free between its ends. The objective '%s' is not that bound."
              .formatted(schedule, config.component(Kinds.OBJECTIVE).reference()),
          objectiveOfBound());
    }
    if (assembly.objective().predicts() == Parameterization.FLOW) {
      problem(
          "incompatible",
          Kinds.OBJECTIVE,
          "The schedule '%s' is learned: it moves the noise levels in time, and the objective predicts flow, which is by the time: what the network has learnt would change under it."
              .formatted(schedule),
          "Please let it predict noise, signal, velocity or score, or take a fixed schedule.");
    }
    if (!assembly.times().isUniform()) {
      problem(
          "incompatible",
          Kinds.TIMES,
          "The schedule '%s' is learned: it moves the noise levels until every time matters as much as any other, and so asks for even times, which '%s' does not draw."
              .formatted(schedule, config.component(Kinds.TIMES).reference()),
          "Please choose even times, as they are by default, or a fixed schedule.");
    }
  }

  /** What to do: another option may be enough where the objective is such a bound in steps. */
  private String objectiveOfBound() {
    String steps = Kinds.OBJECTIVE.key() + ".timesteps";
    return assembly.objective().timesteps().isPresent() && config.at(steps).isPresent()
        ? "Please set %s to 0 (now %s), which is continuous time, or choose the bound as objective or a fixed schedule."
            .formatted(steps, config.at(steps).get())
        : "Please choose such an objective, or a fixed schedule.";
  }

  private void classesAreThere() {
    try {
      Classes.of(assembly, config.sample().classes());
    } catch (IllegalArgumentException unknown) {
      section("unknown-class", "sample.classes", String.valueOf(unknown.getMessage()));
      return;
    }
    try {
      SampleConditions.of(
          assembly, data, AskedParts.of(config.sample().classes(), config.sample().captions()), 1);
    } catch (IllegalArgumentException unknown) {
      section("unknown-caption", "sample.captions", String.valueOf(unknown.getMessage()));
    }
  }

  private void picturesCanBeDrawn() {
    BatchPicture.objection(assembly.data(), config.sample().columns(), config.sample().scale())
        .ifPresent(
            objection ->
                section(
                    "too-large",
                    "sample.scale",
                    objection,
                    "Please take a smaller scale, or 0 for one that fits."));
  }

  private void section(String code, String path, String... lines) {
    problems.add(new Problem(code, file(config), path, List.of(lines)));
  }

  /** The file that a config was read from, for what has no place of its own. */
  static Location file(RunConfig config) {
    return Kinds.all().stream()
        .flatMap(kind -> config.components(kind).stream())
        .map(Choice::location)
        .filter(location -> location.line() > 0)
        .map(location -> Location.of(location.source()))
        .findFirst()
        .orElse(Location.of("config"));
  }

  private void problem(String code, Kind<?> kind, String... lines) {
    problems.add(new Problem(code, config.component(kind).location(), kind.key(), List.of(lines)));
  }
}
