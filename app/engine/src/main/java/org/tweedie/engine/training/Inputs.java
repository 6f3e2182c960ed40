package org.tweedie.engine.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.training.Augmentation;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.tensor.TrainingInput;

/**
 * What each training step is fed, as a function of the step's number and of what the steps before
 * found: a resumed run is fed what the run that never stopped was. {@link #at} is for one thread at
 * a time; another may tell meanwhile what was {@link #found}.
 *
 * <p>Examples come in epochs, each in an order of its own, one after the other without a break, so
 * every batch is full.
 */
final class Inputs {

  /** Which draw of noise is a training step's, of all that there may be. */
  private static final long COUPLED = 5L << 60;

  private final DataDescription data;
  private final Examples examples;
  private final TimeDistribution distribution;
  private final OptionalInt timesteps;
  private final Optional<Coupling> coupling;
  private final Optional<TimeSteps> timeSteps;
  private final int earlierLevels;
  private final RecentLosses losses;
  private final int batch;
  private final double labelDropout;
  private final long seed;
  private final StepRandoms randoms;
  private final ExampleOrder order;
  private final ShownConditions conditions;
  private final Augmented augmented;

  /** Of the whole training. */
  private final long steps;

  Inputs(Assembly parts, Examples examples, RecentLosses losses, int batch, long seed) {
    this(parts, examples, losses, batch, seed, List.of());
  }

  /** With examples that are changed, each time one is seen, by one augmentation after the other. */
  Inputs(
      Assembly parts,
      Examples examples,
      RecentLosses losses,
      int batch,
      long seed,
      List<Augmentation> augmentations) {
    this(parts, examples, losses, batch, seed, augmentations, Long.MAX_VALUE);
  }

  /**
   * The same for an objective whose steps in time change as training goes on.
   *
   * @param steps of the whole training
   */
  Inputs(
      Assembly parts,
      Examples examples,
      RecentLosses losses,
      int batch,
      long seed,
      List<Augmentation> augmentations,
      long steps) {
    this(
        parts,
        examples,
        parts.times(),
        Optional.of(parts.objective()),
        losses,
        parts.labelDropout(),
        parts.conditioning().dropout(),
        batch,
        seed,
        augmentations,
        steps);
  }

  private Inputs(
      Assembly parts,
      Examples examples,
      TimeDistribution distribution,
      Optional<Objective> objective,
      RecentLosses losses,
      double labelDropout,
      Map<ConditionPart, Double> dropout,
      int batch,
      long seed,
      List<Augmentation> augmentations,
      long steps) {
    this.data = parts.data();
    this.distribution = distribution;
    this.timesteps = objective.map(Objective::timesteps).orElse(OptionalInt.empty());
    this.coupling = objective.flatMap(Objective::coupling);
    this.timeSteps = objective.flatMap(Objective::timeSteps);
    this.earlierLevels = objective.map(Objective::earlierLevels).orElse(0);
    this.steps = steps;
    this.examples = examples;
    this.losses = losses;
    this.labelDropout = labelDropout;
    this.batch = batch;
    this.seed = seed;
    this.randoms = new StepRandoms(seed);
    this.order = new ExampleOrder(examples.size(), randoms);
    this.augmented = new Augmented(List.copyOf(augmentations), data.shape().size(), randoms);
    this.conditions =
        new ShownConditions(
            data,
            examples,
            dropout,
            parts.conditioning().imageNoise(),
            objective
                .flatMap(Objective::teacher)
                .flatMap(TeacherRun::guidance)
                .filter(GuidanceScales::isInput),
            randoms);
  }

  /** For a classifier of noisy examples: continuous time, and no label hidden. */
  static Inputs forClassifier(
      Assembly parts, Examples examples, int batch, long seed, List<Augmentation> augmentations) {
    return new Inputs(
        parts,
        examples,
        parts.times(),
        Optional.empty(),
        new RecentLosses(batch, OptionalInt.empty()),
        0,
        Map.of(),
        batch,
        seed,
        augmentations,
        Long.MAX_VALUE);
  }

  /** For a chain of latents, all of which every step looks at: no times, and no labels. */
  static Inputs forLatents(
      Assembly parts, Examples examples, int batch, long seed, List<Augmentation> augmentations) {
    return new Inputs(
        parts,
        examples,
        new NoTimes(),
        Optional.empty(),
        new RecentLosses(batch, OptionalInt.empty()),
        1,
        Map.of(),
        batch,
        seed,
        augmentations,
        Long.MAX_VALUE);
  }

  /** Draws nothing. */
  private record NoTimes() implements TimeDistribution {

    @Override
    public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
      return TimeDraw.even(new double[count]);
    }

    @Override
    public boolean isUniform() {
      return true;
    }
  }

  /**
   * The input of a step.
   *
   * @param step the step's number, from 1
   */
  TrainingInput at(long step) {
    SplittableRandom random = randoms.of(step);
    int size = data.shape().size();
    float[] values = new float[batch * size];
    int[] labels = new int[batch];
    int[] indices = new int[batch];
    for (int i = 0; i < batch; i++) {
      int index = order.at((step - 1) * batch + i);
      indices[i] = index;
      examples.draw(index, randoms.drawing(step, i), values, i * size);
      augmented.change(step, i, values);
      int label = examples.label(index);
      boolean hidden = label == Condition.NONE || random.nextDouble() < labelDropout;
      labels[i] = hidden ? data.classes().size() : label;
    }
    TimeDraw draw =
        distribution.draw(
            batch, random, distribution.usesHistory() ? losses.before(step) : LossHistory.EMPTY);
    Batch signal = Batch.of(data.shape(), values);
    TrainingInput drawn =
        new TrainingInput(step, signal, labels, timeSteps.isPresent() ? draw : onGrid(draw), seed)
            .withCondition(conditions.of(step, indices, values));
    TrainingInput input = timeSteps.map(steps -> inSteps(drawn, steps)).orElse(drawn);
    return coupling.map(pairs -> coupled(input, pairs)).orElse(input);
  }

  private TrainingInput inSteps(TrainingInput input, TimeSteps at) {
    double progress = (double) (input.step() - 1) / steps;
    double[][] each =
        Arrays.stream(input.draw().times())
            .mapToObj(time -> checked(at.at(time, progress), time))
            .toArray(double[][]::new);
    List<double[]> times =
        IntStream.rangeClosed(0, earlierLevels)
            .mapToObj(k -> Arrays.stream(each).mapToDouble(step -> step[k]).toArray())
            .toList();
    return input.withSteps(times.get(0), times.subList(1, times.size()));
  }

  /** Times that rise, or lie outside, would be trained at in silence. */
  private double[] checked(double[] step, double time) {
    boolean falls = step.length == earlierLevels + 1 && step[0] > 0 && step[0] <= 1;
    for (int k = 1; falls && k < step.length; k++) {
      falls = step[k] < step[k - 1];
    }
    if (!falls) {
      throw new TrainingFailure(
          "Training stopped: of time %s the objective must say a step of %d times that fall from above 0 to at most 1, and says %s.\nPlease choose another objective, and tell its author."
              .formatted(time, earlierLevels + 1, Arrays.toString(step)));
    }
    return step;
  }

  private TrainingInput coupled(TrainingInput input, Coupling pairs) {
    Batch noise =
        new SeededNoise(seed, (input.step() - 1) * batch, batch, data.shape()).draw(COUPLED);
    return input.withNoise(CoupledNoise.of(pairs, input.signal(), input.labels(), noise));
  }

  /** Tells what a step found of its times, for the steps after it that look at that. */
  void found(long step, TimeDraw draw, float[] found) {
    if (distribution.usesHistory()) {
      losses.add(step, draw.times(), found);
    }
  }

  private TimeDraw onGrid(TimeDraw draw) {
    if (timesteps.isEmpty()) {
      return draw;
    }
    int steps = timesteps.getAsInt();
    double[] ends =
        Arrays.stream(draw.times())
            .map(time -> Math.min(steps, Math.floor(time * steps) + 1) / steps)
            .toArray();
    return new TimeDraw(ends, draw.densities(), draw.weights());
  }

  /** How many times the examples have been gone through before a step. */
  double epochs(long step) {
    return (double) (step - 1) * batch / examples.size();
  }
}
