package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A schedule learned by a monotone network: Kingma et al., "Variational Diffusion Models" (arXiv
 * 2107.00630, appendix H). In the paper's gamma, which is minus the log SNR,
 *
 * <pre>
 * m(t)     = |a| t + mean_k |w_k| sigmoid(|s_k| (2t - 1) + b_k)
 * gamma(t) = gamma_0 + (gamma_1 - gamma_0) (m(t) - m(0)) / (m(1) - m(0))
 * </pre>
 *
 * <p>so the ends are pinned at gamma_0 and gamma_1 whatever m is. The ends follow the bound's
 * gradient and everything else the variance of the bound's estimator.
 *
 * <p>The paper's released code starts all units alike and nearly flat; then nothing bends in a
 * training of a few thousand steps, since every weight must first travel far. Here the units start
 * with steps of many widths at places spread over [0, 1], denser at the ends, where log SNRs tend
 * to be steep; and weights are stored divided by {@code speed}, which makes an optimizer of Adam's
 * kind move them that much faster than the network's. All stored numbers start at 0, where the
 * schedule is all but linear.
 *
 * <p>Variance preserving. Immutable; may be added to several graphs.
 */
@Description("trained with the network: ends by the bound, between them the least variance (VDM)")
public final class MonotoneNetworkSchedule implements LearnedSchedule {

  /** Where it starts, and what it may become. */
  public record Options(
      @Description("minus the log SNR at time 0, at the start of training")
          @Default("-13.3")
          @DecimalMin("-40")
          @DecimalMax("40")
          double gammaMin,
      @Description("minus the log SNR at time 1, at the start of training; above gamma-min")
          @Default("5")
          @DecimalMin("-40")
          @DecimalMax("40")
          double gammaMax,
      @Description("whether the two ends are learned too") @Default("true") boolean learnEnds,
      @Description("units of the monotone network") @Default("256") @Positive @Max(4096) int units,
      @Description("how many times faster the curve is learned than the network")
          @Default("10")
          @Positive
          double speed) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if gamma-max is not above gamma-min
     */
    public Options {
      if (!(gammaMin < gammaMax)) {
        throw new IllegalArgumentException(
            "gamma-max (%s) must be above gamma-min (%s)".formatted(gammaMax, gammaMin));
      }
    }
  }

  private static final String FIRST = "ends/first";
  private static final String LAST = "ends/last";
  private static final String LINE = "line";
  private static final String HEIGHT = "steps/height";
  private static final String STEEPNESS = "steps/steepness";
  private static final String OFFSET = "steps/offset";

  private final Options options;
  private final MonotoneUnits start;

  /** With its options. */
  @Inject
  public MonotoneNetworkSchedule(Options options) {
    this.options = options;
    this.start = MonotoneUnits.spread(options.units());
  }

  @Override
  public Operand<TFloat32> first(NetworkGraph graph) {
    return graph.tf().math.add(graph.tf().constant((float) middle()), reach(graph, FIRST));
  }

  @Override
  public Operand<TFloat32> last(NetworkGraph graph) {
    return graph.tf().math.sub(graph.tf().constant((float) middle()), reach(graph, LAST));
  }

  /**
   * How far an end lies from the middle: {@code h exp(p / h)}, where h is how far it lay at first.
   * It stays positive, so the ends keep their order; at the start it moves as fast as p does; and
   * what draws one end leaves the other where it is.
   */
  private Operand<TFloat32> reach(NetworkGraph graph, String name) {
    Ops tf = graph.tf();
    Operand<TFloat32> half = tf.constant((float) half());
    if (!options.learnEnds()) {
      return half;
    }
    Operand<TFloat32> parameter =
        tf.reshape(graph.parameter(name, Initializer.zeros(), 1), tf.constant(new int[0]));
    return tf.math.mul(half, tf.math.exp(tf.math.div(parameter, half)));
  }

  private double reach(Map<String, float[]> weights, String name) {
    return options.learnEnds() ? half() * StrictMath.exp(of(weights, name)[0] / half()) : half();
  }

  /** Minus the gamma in the middle between the ends at the start. */
  private double middle() {
    return -(options.gammaMax() + options.gammaMin()) / 2;
  }

  private double half() {
    return (options.gammaMax() - options.gammaMin()) / 2;
  }

  @Override
  public Fall fall(NetworkGraph graph, Operand<TFloat32> time) {
    return new Curve(graph).at(time);
  }

  /** The monotone network while it is in one graph. */
  private final class Curve {

    private final Ops tf;
    private final Operand<TFloat32> line;
    private final Operand<TFloat32> height;
    private final Operand<TFloat32> steepness;
    private final Operand<TFloat32> offset;

    Curve(NetworkGraph graph) {
      tf = graph.tf();
      line =
          tf.math.add(
              tf.math.abs(moved(graph, LINE, new float[] {MonotoneUnits.LINE})),
              tf.constant(MonotoneUnits.LEAST_LINE));
      height = tf.math.abs(moved(graph, HEIGHT, start.height()));
      steepness = tf.math.abs(moved(graph, STEEPNESS, start.steepness()));
      offset = moved(graph, OFFSET, start.offset());
    }

    /** {@code start + speed * parameter}, of shape [1, n]. */
    private Operand<TFloat32> moved(NetworkGraph graph, String name, float[] from) {
      Operand<TFloat32> parameter = graph.parameter(name, Initializer.zeros(), 1, from.length);
      return tf.math.add(
          tf.constant(new float[][] {from}),
          tf.math.mul(parameter, tf.constant((float) options.speed())));
    }

    Fall at(Operand<TFloat32> time) {
      Operand<TFloat32> zero = rise(tf.constant(new float[][] {{0}}));
      Operand<TFloat32> whole = tf.math.sub(rise(tf.constant(new float[][] {{1}})), zero);
      Operand<TFloat32> column = tf.reshape(time, tf.constant(new int[] {-1, 1}));
      Operand<TFloat32> share = tf.math.div(tf.math.sub(rise(column), zero), whole);
      Operand<TFloat32> slope = tf.math.div(slope(column), whole);
      return new Fall(flat(share), flat(slope));
    }

    private Operand<TFloat32> steps(Operand<TFloat32> time) {
      Operand<TFloat32> centred = tf.math.sub(tf.math.mul(time, tf.constant(2f)), tf.constant(1f));
      return tf.math.sigmoid(tf.math.add(tf.math.mul(steepness, centred), offset));
    }

    private Operand<TFloat32> rise(Operand<TFloat32> time) {
      return tf.math.add(tf.math.mul(line, time), mean(tf.math.mul(height, steps(time))));
    }

    private Operand<TFloat32> slope(Operand<TFloat32> time) {
      Operand<TFloat32> steps = steps(time);
      Operand<TFloat32> changes = tf.math.mul(steps, tf.math.sub(tf.constant(1f), steps));
      Operand<TFloat32> largest = tf.math.mul(height, steepness);
      Operand<TFloat32> units = tf.math.mul(tf.math.mul(largest, tf.constant(2f)), changes);
      return tf.math.add(line, mean(units));
    }

    private Operand<TFloat32> mean(Operand<TFloat32> units) {
      return tf.reshape(tf.math.mean(units, tf.constant(1)), tf.constant(new int[] {-1, 1}));
    }

    private Operand<TFloat32> flat(Operand<TFloat32> column) {
      return tf.reshape(column, tf.constant(new int[] {-1}));
    }
  }

  @Override
  public NoiseSchedule frozen(Map<String, float[]> weights) {
    double first = middle() + reach(weights, FIRST);
    double last = middle() - reach(weights, LAST);
    return new MonotoneCurve(
        first,
        first - last,
        start.moved(
            options.speed(),
            of(weights, LINE),
            of(weights, HEIGHT),
            of(weights, STEEPNESS),
            of(weights, OFFSET)));
  }

  private static float[] of(Map<String, float[]> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }
}
