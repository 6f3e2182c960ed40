package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;

/**
 * What a network puts out, in its parts.
 *
 * @param prediction what the objective predicts, or what a preconditioning makes it of
 * @param varianceFraction of the reverse steps, in (0, 1), where the objective learns it
 */
record NetworkOutput(Operand<TFloat32> prediction, Optional<Operand<TFloat32>> varianceFraction) {

  /** How many tensors shaped like the latents a network is asked for. */
  static int count(Objective objective, Preconditioning preconditioning) {
    return preconditioning.outputs() + (objective.learnsVariance() ? 1 : 0);
  }

  /**
   * Adds a network to a graph.
   *
   * @param predictions of how many tensors the prediction is; one more is the variance
   * @throws IllegalArgumentException if it does not put out what it was asked for
   */
  static NetworkOutput of(
      ParameterGraph graph, DenoiserNetwork network, NetworkInput input, int predictions) {
    Operand<TFloat32> all = SideBySide.output(graph, network, input);
    int axis = input.z().shape().numDimensions() - 1;
    long width = input.z().shape().get(axis);
    if (all.shape().numDimensions() != axis + 1
        || all.shape().get(axis) != input.outputs() * width) {
      throw new IllegalArgumentException(
          ("the network was asked for %d tensors like its latents, joined on the last axis, and"
                  + " answers latents of shape %s by the shape %s")
              .formatted(input.outputs(), input.z().shape(), all.shape()));
    }
    if (input.outputs() == predictions) {
      return new NetworkOutput(all, Optional.empty());
    }
    Ops tf = graph.tf();
    // (1 + tanh x) / 2: about (1 + x) / 2 for small x, as in Nichol and Dhariwal's code.
    Operand<TFloat32> fraction =
        tf.math.sigmoid(
            tf.math.mul(tf.constant(2f), part(tf, all, axis, predictions * width, width)));
    return new NetworkOutput(part(tf, all, axis, 0, predictions * width), Optional.of(fraction));
  }

  private static Operand<TFloat32> part(
      Ops tf, Operand<TFloat32> all, int axis, long from, long width) {
    int[] begin = new int[axis + 1];
    int[] size = new int[axis + 1];
    Arrays.fill(size, -1);
    begin[axis] = Math.toIntExact(from);
    size[axis] = Math.toIntExact(width);
    return tf.slice(all, tf.constant(begin), tf.constant(size));
  }
}
