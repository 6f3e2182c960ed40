package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.Initializer;

/**
 * Layers whose outputs have about the magnitude of their inputs, whatever their weights are (Karras
 * et al., arXiv 2312.02696, appendix B): filters are divided by their norm where they are used,
 * nothing has a bias, sums and joins are weighed.
 *
 * <p>Of the paper's forced normalisation this is the half that is in the graph. Weights are not set
 * back to unit norm after each step, so that any optimizer can be taken: as they grow, steps turn
 * them by less, and a rate that falls has part of its fall from that.
 */
final class MagnitudePreserving {

  /** Added to what is divided by. */
  private static final float EPSILON = 1e-4f;

  /** The root mean square of SiLU of a normal variable (equation 81). */
  private static final float SILU = 0.596f;

  private final Layers layers;
  private final Ops tf;

  MagnitudePreserving(Layers layers) {
    this.layers = layers;
    tf = layers.tf();
  }

  /** A square convolution that keeps the size. */
  Operand<TFloat32> convolution(String name, Operand<TFloat32> x, int channels, int width) {
    Operand<TFloat32> kernel =
        kernel(name, width * width * size(x, 3), width, width, size(x, 3), channels);
    return tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
  }

  /** [B, n] to [B, width]. */
  Operand<TFloat32> dense(String name, Operand<TFloat32> x, int width) {
    return tf.linalg.matMul(x, kernel(name, size(x, 1), size(x, 1), width));
  }

  /**
   * Rows of a table, as a dense layer would make them of one of {@code count} numbers that is as
   * large as all are long; zeros for the number {@code count}.
   */
  Operand<TFloat32> chosen(String name, Operand<TInt32> number, int count, int width) {
    Operand<TFloat32> rows =
        tf.math.mul(kernel(name, count, count, width), tf.constant((float) Math.sqrt(count)));
    return tf.gather(
        tf.concat(List.of(rows, tf.constant(new float[1][width])), tf.constant(0)),
        number,
        tf.constant(0));
  }

  /**
   * Filters of unit norm (equation 47); they start near it, so that the rates of other networks
   * fit.
   */
  private Operand<TFloat32> kernel(String name, int fanIn, long... shape) {
    Operand<TFloat32> kernel =
        layers.graph().parameter(name + "/kernel", Initializer.normal(1 / Math.sqrt(fanIn)), shape);
    int[] inputs = new int[shape.length - 1];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i;
    }
    Operand<TFloat32> norm =
        tf.math.sqrt(
            tf.reduceSum(tf.math.square(kernel), tf.constant(inputs), ReduceSum.keepDims(true)));
    return tf.math.div(kernel, tf.math.add(norm, tf.constant(EPSILON)));
  }

  /** A number that is learned and starts as 0. */
  Operand<TFloat32> gain(String name) {
    return layers.graph().parameter(name, Initializer.zeros(), 1);
  }

  Operand<TFloat32> silu(Operand<TFloat32> x) {
    return tf.math.mul(layers.silu(x), tf.constant(1 / SILU));
  }

  /** Divides by the root mean square over the last axis (Karras et al., 1710.10196, 4.2). */
  Operand<TFloat32> normalized(Operand<TFloat32> x) {
    Operand<TFloat32> meanSquare =
        tf.math.mean(
            tf.math.square(x),
            tf.constant(new int[] {x.shape().numDimensions() - 1}),
            Mean.keepDims(true));
    // The square keeps the root's slope finite where all is 0.
    return tf.math.mul(x, tf.math.rsqrt(tf.math.add(meanSquare, tf.constant(EPSILON * EPSILON))));
  }

  /** {@code (1 - t) a + t b}, as large as they are where they are independent (equation 88). */
  Operand<TFloat32> sum(Operand<TFloat32> a, Operand<TFloat32> b, double t) {
    double norm = Math.hypot(1 - t, t);
    return tf.math.add(
        tf.math.mul(a, tf.constant((float) ((1 - t) / norm))),
        tf.math.mul(b, tf.constant((float) (t / norm))));
  }

  /**
   * Images joined by their channels, with shares 1 - t and t of the sum of squares' roots (103).
   */
  Operand<TFloat32> joined(Operand<TFloat32> a, Operand<TFloat32> b, double t) {
    int ofA = size(a, 3);
    int ofB = size(b, 3);
    double both = Math.sqrt((ofA + ofB) / ((1 - t) * (1 - t) + t * t));
    Operand<TFloat32> first = tf.constant((float) (both * (1 - t) / Math.sqrt(ofA)));
    Operand<TFloat32> second = tf.constant((float) (both * t / Math.sqrt(ofB)));
    return tf.concat(List.of(tf.math.mul(a, first), tf.math.mul(b, second)), tf.constant(3));
  }
}
