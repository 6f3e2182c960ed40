package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The levels of a fixed schedule: calculated in double precision outside the graph, and fed. Before
 * time 0 stand the data themselves. The slope of an earlier level is that of the batch's own time.
 */
final class FedLevels implements BatchLevels {

  /** alpha, sigma, log SNR and its slope. */
  private static final int COLUMNS = 4;

  /** Those, and how fast alpha and sigma change. */
  private static final int MOVING = 6;

  private static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  private final Ops tf;
  private final long count;
  private final NoiseSchedule schedule;
  private final OptionalInt timesteps;

  /** Whether earlier times are given with each step. */
  private final boolean hasSteps;

  private final boolean isMoving;
  private final int columns;
  private final Map<Integer, Placeholder<TFloat32>> rows = new TreeMap<>();

  /**
   * For the batches of an objective.
   *
   * @param count examples in a batch
   */
  FedLevels(Ops tf, long count, NoiseSchedule schedule, Objective objective) {
    this(tf, count, schedule, objective, false);
  }

  /**
   * The same where somebody else than the objective may ask how fast levels change.
   *
   * @param count examples in a batch
   */
  FedLevels(Ops tf, long count, NoiseSchedule schedule, Objective objective, boolean isMoving) {
    this(
        tf,
        count,
        schedule,
        objective.timesteps(),
        objective.timeSteps().isPresent(),
        isMoving || objective.predicts() == Parameterization.FLOW);
  }

  /**
   * For batches of which nobody asks how fast levels change.
   *
   * @param count examples in a batch
   */
  FedLevels(Ops tf, long count, NoiseSchedule schedule, OptionalInt timesteps) {
    this(tf, count, schedule, timesteps, false, false);
  }

  private FedLevels(
      Ops tf,
      long count,
      NoiseSchedule schedule,
      OptionalInt timesteps,
      boolean hasSteps,
      boolean isMoving) {
    this.tf = tf;
    this.count = count;
    this.schedule = schedule;
    this.timesteps = timesteps;
    this.hasSteps = hasSteps;
    this.isMoving = isMoving;
    this.columns = isMoving ? MOVING : COLUMNS;
  }

  @Override
  public GraphLevel earlier(int steps) {
    if (steps > 0 && timesteps.isEmpty() && !hasSteps) {
      throw new IllegalStateException(
          "time is continuous here: the objective states no timesteps()");
    }
    Operand<TFloat32> levels = rows.computeIfAbsent(steps, any -> placeholder());
    GraphLevel level =
        new GraphLevel(column(levels, 0), column(levels, 1), column(levels, 2), column(levels, 3));
    return isMoving
        ? level.moving(new GraphLevel.Rate(column(levels, 4), column(levels, 5)))
        : level;
  }

  private Placeholder<TFloat32> placeholder() {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(count, columns)));
  }

  private Operand<TFloat32> column(Operand<TFloat32> levels, int index) {
    Operand<TFloat32> slice =
        tf.slice(levels, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
    return tf.reshape(slice, tf.constant(new int[] {-1}));
  }

  @Override
  public void feed(TrainingInput input, Feeds feeds) {
    double[] times = input.draw().times();
    rows.forEach(
        (steps, placeholder) ->
            feeds.add(
                placeholder,
                Tensors.floats(Shape.of(count, columns), values(times, earlier(input, steps)))));
  }

  /** The times some steps earlier; below 0 for the data. */
  private double[] earlier(TrainingInput input, int back) {
    double[] times = input.draw().times();
    if (back == 0) {
      return times;
    }
    if (hasSteps) {
      return Arrays.stream(input.earlier().get(back - 1)).map(t -> t > 0 ? t : -1).toArray();
    }
    int all = timesteps.orElseThrow();
    return Arrays.stream(times).map(t -> (Math.rint(t * all) - back) / all).toArray();
  }

  private float[] values(double[] times, double[] at) {
    float[] values = new float[times.length * columns];
    for (int i = 0, k = 0; i < times.length; i++) {
      NoiseLevel level = at[i] < 0 ? DATA : schedule.at(at[i]);
      values[k++] = (float) level.alpha();
      values[k++] = (float) level.sigma();
      values[k++] = GraphLevel.boundedLogSnr(level.logSnr());
      values[k++] = GraphLevel.boundedSlope(schedule.logSnrSlope(times[i]));
      if (isMoving) {
        // Data do not move.
        NoiseRate rate = at[i] < 0 ? new NoiseRate(0, 0) : schedule.rate(at[i]);
        values[k++] = GraphLevel.boundedRate(rate.alpha());
        values[k++] = GraphLevel.boundedRate(rate.sigma());
      }
    }
    return values;
  }
}
