package org.tweedie.engine.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** Begins the numbers of streams that no step and no epoch has. */
  private static final long AUGMENTATION = 1L << 62;

  private static final long DRAWING = 3L << 61;

  private static final long HIDING = 7L << 59;

  private static final long GUIDING = 9L << 59;

  private static final long NOISING = 11L << 59;

  private static final long IMAGING = 15L << 59;

  /** Which draw of noise is a training step's, of all that there may be. */
  private static final long COUPLED = 5L << 60;

  /** The same of the images that examples go with. */
  private static final long IN_IMAGES = 13L << 59;

  private final DataDescription data;

  /** The same without the images that examples go with, which are made of examples as seen. */
  private final DataDescription imageless;

  private final Examples examples;
  private final TimeDistribution distribution;
  private final OptionalInt timesteps;
  private final Optional<Coupling> coupling;
  private final Optional<TimeSteps> timeSteps;
  private final int earlierLevels;
  private final RecentLosses losses;
  private final int batch;
  private final double labelDropout;
  private final Map<ConditionPart, Double> dropout;

  /** The largest share of noise in the images that examples go with. */
  private final double imageNoise;

  /** Of a student that is told the scale of its teacher's guidance. */
  private final Optional<GuidanceScales> guidance;

  private final long seed;
  private final List<Augmentation> augmentations;

  /** Of the whole training. */
  private final long steps;

  private long epoch = -1;
  private int[] order = {};

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
    imageless =
        new DataDescription(
            data.shape(),
            data.levels(),
            data.classes(),
            data.numbers(),
            data.hasCaptions(),
            Optional.empty());
    this.distribution = distribution;
    this.timesteps = objective.map(Objective::timesteps).orElse(OptionalInt.empty());
    this.coupling = objective.flatMap(Objective::coupling);
    this.timeSteps = objective.flatMap(Objective::timeSteps);
    this.earlierLevels = objective.map(Objective::earlierLevels).orElse(0);
    this.steps = steps;
    this.examples = examples;
    this.losses = losses;
    this.labelDropout = labelDropout;
    this.dropout = dropout;
    this.imageNoise = parts.conditioning().imageNoise();
    this.guidance =
        objective
            .flatMap(Objective::teacher)
            .flatMap(TeacherRun::guidance)
            .filter(GuidanceScales::isInput);
    this.batch = batch;
    this.seed = seed;
    this.augmentations = List.copyOf(augmentations);
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
    SplittableRandom random = random(step);
    int size = data.shape().size();
    float[] values = new float[batch * size];
    int[] labels = new int[batch];
    int[] indices = new int[batch];
    for (int i = 0; i < batch; i++) {
      int index = index((step - 1) * batch + i);
      indices[i] = index;
      examples.draw(index, own(step, i, DRAWING), values, i * size);
      augment(step, i, values, size);
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
            .withCondition(condition(step, indices, values));
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

  /**
   * What is known of examples beside their classes. Each part of each example is hidden by a random
   * number of its own, so that none depends on how often others are.
   */
  private Condition condition(long step, int[] indices, float[] values) {
    Condition shown = shown(step, indices, values);
    return guidance
        .map(
            scales ->
                shown.withFurtherNumber(
                    data.numbers().size(),
                    IntStream.range(0, batch)
                        .mapToDouble(i -> scales.at(own(step, i, GUIDING).nextDouble()))
                        .toArray()))
        .orElse(shown);
  }

  private Condition shown(long step, int[] indices, float[] values) {
    if (dropout.isEmpty()) {
      return Condition.none(batch);
    }
    Map<ConditionPart, boolean[]> hidden = new EnumMap<>(ConditionPart.class);
    for (ConditionPart part : ConditionPart.values()) {
      hidden.put(part, new boolean[batch]);
    }
    for (int i = 0; i < batch; i++) {
      SplittableRandom random = own(step, i, HIDING);
      for (Map.Entry<ConditionPart, boolean[]> part : hidden.entrySet()) {
        part.getValue()[i] = random.nextDouble() < dropout.getOrDefault(part.getKey(), 1.0);
      }
    }
    return noisy(step, known(step, indices, values))
        .hiding((part, i) -> Objects.requireNonNull(hidden.get(part))[i]);
  }

  /** Each image with a share of noise of its own, in even shares from none to the largest. */
  private Condition noisy(long step, Condition known) {
    if (imageNoise == 0 || known.imageShape().isEmpty()) {
      return known;
    }
    double[] levels =
        IntStream.range(0, batch)
            .mapToDouble(i -> imageNoise * own(step, i, NOISING).nextDouble())
            .toArray();
    return known.withImageNoise(
        levels,
        new SeededNoise(seed, (step - 1) * batch, batch, known.imageShape().get()).draw(IN_IMAGES));
  }

  /** What is known of examples, and the images that go with them as they are seen. */
  private Condition known(long step, int[] indices, float[] values) {
    Condition known = Condition.of(imageless, examples, indices);
    if (data.conditionImage().isEmpty()) {
      return known;
    }
    int size = data.shape().size();
    List<Optional<float[]>> images = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      float[] seen = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      images.add(examples.conditionImage(indices[i], seen, own(step, i, IMAGING)));
    }
    return known.withImages(data.conditionImage().get(), images);
  }

  private TrainingInput coupled(TrainingInput input, Coupling pairs) {
    Batch noise =
        new SeededNoise(seed, (input.step() - 1) * batch, batch, data.shape()).draw(COUPLED);
    return input.withNoise(CoupledNoise.of(pairs, input.signal(), input.labels(), noise));
  }

  /**
   * Changes an example by random numbers of its own, which depend on its place in all that the step
   * sees, and on nothing else that is drawn.
   */
  private void augment(long step, int i, float[] values, int size) {
    if (augmentations.isEmpty()) {
      return;
    }
    SplittableRandom random = own(step, i, AUGMENTATION);
    float[] example = Arrays.copyOfRange(values, i * size, (i + 1) * size);
    for (int k = 0; k < augmentations.size(); k++) {
      example = checked(augmentations.get(k).apply(example, random.split()), size, k);
    }
    System.arraycopy(example, 0, values, i * size, size);
  }

  private SplittableRandom own(long step, int i, long stream) {
    return new SplittableRandom(
        random(step).nextLong() ^ new SplittableRandom(stream + i).nextLong());
  }

  /** A wrong answer would be trained on in silence, or be told as a fault of the network. */
  private static float[] checked(float[] example, int size, int which) {
    String wrong = "";
    if (example.length != size) {
      wrong = "%d values of an example of %d".formatted(example.length, size);
    }
    for (float value : example) {
      if (!Float.isFinite(value)) {
        wrong = "the value " + value;
      }
    }
    if (!wrong.isEmpty()) {
      throw new TrainingFailure(
          "Training stopped: the augmentation number %d of the config gives %s.\nPlease leave it out, and tell its author."
              .formatted(which + 1, wrong));
    }
    return example;
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

  private int index(long position) {
    long wanted = position / examples.size();
    if (wanted != epoch) {
      order = shuffled(examples.size(), random(-1 - wanted));
      epoch = wanted;
    }
    return order[(int) (position % examples.size())];
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private SplittableRandom random(long stream) {
    return new SplittableRandom(
        new SplittableRandom(seed).nextLong() ^ new SplittableRandom(stream).nextLong());
  }
}
