package org.tweedie.app.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;
import org.tweedie.api.plugin.Assembly;

/**
 * A network within its preconditioning: its output is what the objective predicts, in training and
 * in use alike.
 *
 * @param network the network
 * @param preconditioning how its input and output are scaled
 * @param predicts what the result stands for
 */
public record Preconditioned(
    DenoiserNetwork network, Preconditioning preconditioning, Parameterization predicts) {

  /** The network of a run. */
  public static Preconditioned of(Assembly parts) {
    return new Preconditioned(
        parts.network(), parts.preconditioning(), parts.objective().predicts());
  }

  /**
   * Adds network and preconditioning to a graph. Of several tensors that the network is asked for,
   * the first is the prediction; the others are not touched.
   *
   * @param graph where operations and parameters go
   * @param input latents, log SNRs and labels
   * @param alpha the factor of the signal in each latent, of shape [B]
   * @param sigma the standard deviation of the noise in each latent, of shape [B]
   */
  Operand<TFloat32> output(
      NetworkGraph graph, NetworkInput input, Operand<TFloat32> alpha, Operand<TFloat32> sigma) {
    Optional<Coefficients> coefficients =
        preconditioning.coefficients(graph.tf(), alpha, sigma, input.logSnr());
    return coefficients
        .map(c -> new Application(graph, input, alpha, sigma, c).output())
        .orElseGet(() -> network.output(graph, input));
  }

  /** One application of the network, where there is something to scale. */
  private final class Application {

    private final NetworkGraph graph;
    private final Ops tf;
    private final NetworkInput input;
    private final Operand<TFloat32> alpha;
    private final Operand<TFloat32> sigma;
    private final Coefficients c;

    Application(
        NetworkGraph graph,
        NetworkInput input,
        Operand<TFloat32> alpha,
        Operand<TFloat32> sigma,
        Coefficients c) {
      this.graph = graph;
      this.tf = graph.tf();
      this.input = input;
      this.alpha = alpha;
      this.sigma = sigma;
      this.c = c;
    }

    Operand<TFloat32> output() {
      Operand<TFloat32> seen = times(c.input(), input.z());
      Operand<TFloat32> raw =
          network.output(graph, new NetworkInput(seen, c.told(), input.label(), input.outputs()));
      if (input.outputs() == 1) {
        return prediction(raw);
      }
      int axis = input.z().shape().numDimensions() - 1;
      int size = Math.toIntExact(input.z().shape().get(axis));
      int[] begin = new int[axis + 1];
      int[] sizes = new int[axis + 1];
      Arrays.fill(sizes, -1);
      sizes[axis] = size;
      Operand<TFloat32> first = tf.slice(raw, tf.constant(begin), tf.constant(sizes));
      begin[axis] = size;
      sizes[axis] = -1;
      Operand<TFloat32> others = tf.slice(raw, tf.constant(begin), tf.constant(sizes));
      return tf.concat(List.of(prediction(first), others), tf.constant(axis));
    }

    private Operand<TFloat32> prediction(Operand<TFloat32> raw) {
      return switch (predicts) {
        case SIGNAL -> sum(c.signalOfLatent(), c.signalOfOutput(), raw);
        case NOISE -> sum(c.noiseOfLatent(), c.noiseOfOutput(), raw);
        case SCORE -> sum(tf.math.neg(c.noiseOfLatent()), tf.math.neg(c.noiseOfOutput()), raw);
        case VELOCITY ->
            sum(
                velocity(c.noiseOfLatent(), c.signalOfLatent()),
                velocity(c.noiseOfOutput(), c.signalOfOutput()),
                raw);
      };
    }

    /** {@code alpha eps - sigma x}, for the shares of one of the two. */
    private Operand<TFloat32> velocity(Operand<TFloat32> noise, Operand<TFloat32> signal) {
      return tf.math.sub(tf.math.mul(alpha, noise), tf.math.mul(sigma, signal));
    }

    private Operand<TFloat32> sum(
        Operand<TFloat32> ofLatent, Operand<TFloat32> ofOutput, Operand<TFloat32> raw) {
      return tf.math.add(times(ofLatent, input.z()), times(ofOutput, raw));
    }

    private Operand<TFloat32> times(Operand<TFloat32> each, Operand<TFloat32> x) {
      int[] shape = new int[input.z().shape().numDimensions()];
      Arrays.fill(shape, 1);
      shape[0] = -1;
      return tf.math.mul(tf.reshape(each, tf.constant(shape)), x);
    }
  }
}
