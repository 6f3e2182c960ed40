package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Repeated places under a convolution of 3 by 3, without the repeated image. In one dimension, what
 * lies at o is made of x at i, which was repeated at 2 i and 2 i + 1,
 *
 * <pre>
 * y[o] = sum over i of x[i] (w[2 i - o + 1] + w[2 i - o + 2])
 * </pre>
 *
 * <p>with w zero beyond its three numbers. That is a convolution with a stride of 2 the other way
 * round, whose kernel has four numbers: each place of the result takes four products where it took
 * nine, and the same holds of the gradients.
 */
final class Enlargement {

  private static final int[][] SHIFTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

  private Enlargement() {}

  /**
   * Adds the operations.
   *
   * @param x of shape [B, height, width, channels]
   * @param kernel of shape [3, 3, channels, others]
   */
  static Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel) {
    int count = Math.toIntExact(x.shape().get(0));
    int[] larger = {
      count,
      Math.toIntExact(2 * x.shape().get(1)),
      Math.toIntExact(2 * x.shape().get(2)),
      Math.toIntExact(kernel.shape().get(3))
    };
    if (count >= 0) {
      return convolved(tf, x, kernel, tf.constant(larger));
    }
    int[] place = Arrays.copyOfRange(larger, 1, larger.length);
    Operand<TInt32> batch =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TInt32> sizes = tf.concat(List.of(batch, tf.constant(place)), tf.constant(0));
    // What its shape is, TensorFlow would not know of a batch of any size.
    return tf.reshape(convolved(tf, x, kernel, sizes), tf.constant(larger));
  }

  private static Operand<TFloat32> convolved(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel, Operand<TInt32> sizes) {
    return tf.nn.conv2dBackpropInput(
        sizes, transposed(tf, kernel), x, List.of(1L, 2L, 2L, 1L), "SAME");
  }

  /** Of shape [4, 4, others, channels]: sums of neighbours, in the other direction. */
  private static Operand<TFloat32> transposed(Ops tf, Operand<TFloat32> kernel) {
    Operand<TFloat32> turned =
        tf.linalg.transpose(
            tf.reverse(kernel, tf.constant(new int[] {0, 1})), tf.constant(new int[] {0, 1, 3, 2}));
    List<Operand<TFloat32>> shifted =
        Arrays.stream(SHIFTS)
            .<Operand<TFloat32>>map(
                by ->
                    tf.pad(
                        turned,
                        tf.constant(
                            new int[][] {{by[0], 1 - by[0]}, {by[1], 1 - by[1]}, {0, 0}, {0, 0}}),
                        tf.constant(0f)))
            .toList();
    return tf.math.addN(shifted);
  }
}
