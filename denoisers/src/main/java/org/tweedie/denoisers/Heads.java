package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * Scaled dot-product attention (Vaswani et al., arXiv 1706.03762, equation 1): what each of n
 * places takes from all others, without the layers around it.
 *
 * @param heads how many heads share the channels; divides them
 */
record Heads(int heads) {

  /**
   * Attends.
   *
   * @param projected queries, keys and values side by side, of shape [B, n, 3 channels]
   * @return of shape [B, n, channels]
   */
  Operand<TFloat32> apply(Layers layers, Operand<TFloat32> projected) {
    Ops tf = layers.tf();
    int places = size(projected, 1);
    int channels = size(projected, 2) / 3;
    List<Output<TFloat32>> parts = tf.split(tf.constant(2), projected, 3L).output();
    Operand<TFloat32> query = split(layers, parts.get(0));
    Operand<TFloat32> key = split(layers, parts.get(1));
    Operand<TFloat32> value = split(layers, parts.get(2));

    Operand<TFloat32> alike =
        tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true));
    Operand<TFloat32> perDeviation = tf.constant((float) Math.sqrt((double) heads / channels));
    Operand<TFloat32> weights = tf.nn.softmax(tf.math.mul(alike, perDeviation));
    Operand<TFloat32> seen = tf.train.batchMatMul(weights, value, TFloat32.class);
    return heads == 1 ? seen : layers.reshape(swapMiddle(tf, seen), -1, places, channels);
  }

  /** [B, n, channels] to [B, heads, n, channels / heads]; one head costs nothing. */
  private Operand<TFloat32> split(Layers layers, Operand<TFloat32> x) {
    if (heads == 1) {
      return x;
    }
    Operand<TFloat32> apart = layers.reshape(x, -1, size(x, 1), heads, size(x, 2) / heads);
    return swapMiddle(layers.tf(), apart);
  }

  private static Operand<TFloat32> swapMiddle(Ops tf, Operand<TFloat32> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 1, 3}));
  }
}
