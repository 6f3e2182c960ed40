package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.plugin.Assembly;

/**
 * A network within its preconditioning: its output is what the objective predicts, in training and
 * in use alike.
 *
 * @param network the network
 * @param preconditioning how its input and output are scaled
 * @param predicts what the result stands for
 * @param outputs how many tensors the network puts out: those of the preconditioning, and one more
 *     where it tells the reverse variance too, which no preconditioning touches
 */
public record Preconditioned(
    DenoiserNetwork network,
    Preconditioning preconditioning,
    Parameterization predicts,
    int outputs) {

  /** Below it what is left of a latent without its signal is rounding. */
  private static final float LEAST_SIGMA = 1e-6f;

  /** The network of a run. */
  public static Preconditioned of(Assembly parts) {
    return new Preconditioned(
        parts.network(),
        parts.preconditioning(),
        parts.objective().predicts(),
        NetworkOutput.count(parts.objective(), parts.preconditioning()));
  }

  /**
   * Whether the network's output is the prediction itself; builds a graph and throws it away.
   *
   * @param shape of the data
   */
  public boolean isPlain(DataShape shape) {
    if (preconditioning.outputs() > 1) {
      return false;
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> each = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
      Operand<TFloat32> z =
          tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, shape)));
      Operand<TFloat32> level = each(tf, z, each);
      return preconditioning.coefficients(tf, each, each, each).isEmpty()
          && preconditioning.signal(tf, z, level, level, z).isEmpty();
    }
  }

  /**
   * Adds network and preconditioning to a graph.
   *
   * @param graph where operations and parameters go
   * @param z the latents
   * @param level their noise levels; the slope is not looked at, their rate where a flow is
   *     predicted and scaled
   * @param label their classes
   * @param condition what is known of them beside their classes
   * @throws IllegalArgumentException if the network does not put out what it was asked for
   */
  NetworkOutput output(
      ParameterGraph graph,
      Operand<TFloat32> z,
      GraphLevel level,
      Operand<TInt32> label,
      NetworkCondition condition) {
    return new Application(graph.tf(), z, level).output(graph, label, condition);
  }

  /** A number for each latent, with as many axes as latents have. */
  private static Operand<TFloat32> each(Ops tf, Operand<TFloat32> z, Operand<TFloat32> factor) {
    int[] shape = new int[z.shape().numDimensions()];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return tf.reshape(factor, tf.constant(shape));
  }

  /** One application of the network. */
  private final class Application {

    private final Ops tf;
    private final Operand<TFloat32> z;
    private final GraphLevel level;
    private final Optional<Coefficients> factors;

    Application(Ops tf, Operand<TFloat32> z, GraphLevel level) {
      this.tf = tf;
      this.z = z;
      this.level = level;
      this.factors = preconditioning.coefficients(tf, level.alpha(), level.sigma(), level.logSnr());
    }

    NetworkOutput output(ParameterGraph graph, Operand<TInt32> label, NetworkCondition condition) {
      NetworkInput input =
          factors
              .map(c -> NetworkInput.of(times(c.input(), z), c.conditioning(), label))
              .orElseGet(() -> NetworkInput.of(z, level.logSnr(), label))
              .withOutputs(outputs)
              .withCondition(condition);
      NetworkOutput raw = NetworkOutput.of(graph, network, input, preconditioning.outputs());
      return new NetworkOutput(prediction(raw.prediction()), raw.varianceFraction());
    }

    private Operand<TFloat32> prediction(Operand<TFloat32> raw) {
      return preconditioning
          .signal(tf, z, each(level.alpha()), each(level.sigma()), raw)
          .map(this::ofSignal)
          .orElseGet(
              () -> {
                if (preconditioning.outputs() > 1) {
                  throw new IllegalArgumentException(
                      "the preconditioning asks the network for %d tensors and makes no signal of them"
                          .formatted(preconditioning.outputs()));
                }
                return factors.map(c -> byFactors(c, raw)).orElse(raw);
              });
    }

    /** What is predicted, where the signal is. */
    private Operand<TFloat32> ofSignal(Operand<TFloat32> signal) {
      Operand<TFloat32> left = tf.math.sub(z, times(level.alpha(), signal));
      Operand<TFloat32> noise =
          tf.math.div(left, tf.math.maximum(each(level.sigma()), tf.constant(LEAST_SIGMA)));
      return switch (predicts) {
        case SIGNAL -> signal;
        case NOISE -> noise;
        case SCORE -> tf.math.neg(noise);
        case VELOCITY -> tf.math.sub(times(level.alpha(), noise), times(level.sigma(), signal));
        case FLOW ->
            tf.math.add(times(level.rate().alpha(), signal), times(level.rate().sigma(), noise));
      };
    }

    private Operand<TFloat32> byFactors(Coefficients c, Operand<TFloat32> raw) {
      return switch (predicts) {
        case SIGNAL -> sum(c.signalOfLatent(), c.signalOfOutput(), raw);
        case NOISE -> sum(c.noiseOfLatent(), c.noiseOfOutput(), raw);
        case SCORE -> sum(tf.math.neg(c.noiseOfLatent()), tf.math.neg(c.noiseOfOutput()), raw);
        case VELOCITY ->
            sum(
                velocity(c.noiseOfLatent(), c.signalOfLatent()),
                velocity(c.noiseOfOutput(), c.signalOfOutput()),
                raw);
        case FLOW ->
            sum(
                flow(c.noiseOfLatent(), c.signalOfLatent()),
                flow(c.noiseOfOutput(), c.signalOfOutput()),
                raw);
      };
    }

    /** {@code alpha eps - sigma x}, for the shares of one of the two. */
    private Operand<TFloat32> velocity(Operand<TFloat32> noise, Operand<TFloat32> signal) {
      return tf.math.sub(tf.math.mul(level.alpha(), noise), tf.math.mul(level.sigma(), signal));
    }

    /** {@code dalpha/dt x + dsigma/dt eps}, likewise. */
    private Operand<TFloat32> flow(Operand<TFloat32> noise, Operand<TFloat32> signal) {
      return tf.math.add(
          tf.math.mul(level.rate().alpha(), signal), tf.math.mul(level.rate().sigma(), noise));
    }

    private Operand<TFloat32> sum(
        Operand<TFloat32> ofLatent, Operand<TFloat32> ofOutput, Operand<TFloat32> raw) {
      return tf.math.add(times(ofLatent, z), times(ofOutput, raw));
    }

    private Operand<TFloat32> times(Operand<TFloat32> factor, Operand<TFloat32> x) {
      return tf.math.mul(each(factor), x);
    }

    private Operand<TFloat32> each(Operand<TFloat32> factor) {
      return Preconditioned.each(tf, z, factor);
    }
  }
}
