package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** What the likeness of a place that is not there is lowered by: its weight is 0 to the bit. */
  private static final float ABSENT = 1e9f;

  /**
   * Attends.
   *
   * @param projected queries, keys and values side by side, of shape [B, n, 3 channels]
   * @return of shape [B, n, channels]
   */
  Operand<TFloat32> apply(Layers layers, Operand<TFloat32> projected) {
    return apply(layers, projected, Optional.empty());
  }

  /**
   * Attends to those places that are there.
   *
   * @param projected queries, keys and values side by side, of shape [B, n, 3 channels]
   * @param mask 1 where a place is there, 0 where not, of shape [B, n]
   * @return of shape [B, n, channels]
   */
  Operand<TFloat32> apply(
      Layers layers, Operand<TFloat32> projected, Optional<Operand<TFloat32>> mask) {
    Ops tf = layers.tf();
    if (heads == 1) {
      List<Output<TFloat32>> parts = tf.split(tf.constant(2), projected, 3L).output();
      return attended(layers, parts.get(0), parts.get(1), parts.get(2), mask);
    }
    // [B, n, 3, heads, each] to [3, B, heads, n, each]: all three in one pass, and then apart by
    // the first axis, which copies nothing.
    int places = size(projected, 1);
    int each = size(projected, 2) / 3 / heads;
    Operand<TFloat32> together =
        tf.linalg.transpose(
            layers.reshape(projected, -1, places, 3, heads, each),
            tf.constant(new int[] {2, 0, 3, 1, 4}));
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (Output<TFloat32> part : tf.split(tf.constant(0), together, 3L).output()) {
      parts.add(layers.reshape(part, -1, heads, places, each));
    }
    return attended(layers, parts.get(0), parts.get(1), parts.get(2), mask);
  }

  /**
   * Attends from some places to others.
   *
   * @param from queries, of shape [B, n, channels]
   * @param to keys, of shape [B, m, channels]
   * @param values of shape [B, m, channels]
   * @param mask 1 where one of the m is there, 0 where not, of shape [B, m]
   * @return of shape [B, n, channels]
   */
  Operand<TFloat32> apply(
      Layers layers,
      Operand<TFloat32> from,
      Operand<TFloat32> to,
      Operand<TFloat32> values,
      Optional<Operand<TFloat32>> mask) {
    return attended(layers, split(layers, from), split(layers, to), split(layers, values), mask);
  }

  /** The same of [B, heads, places, channels / heads] each; of one head without that axis. */
  private Operand<TFloat32> attended(
      Layers layers,
      Operand<TFloat32> query,
      Operand<TFloat32> key,
      Operand<TFloat32> value,
      Optional<Operand<TFloat32>> mask) {
    Ops tf = layers.tf();
    int axis = heads == 1 ? 1 : 2;
    int places = size(query, axis);
    int each = size(query, axis + 1);
    // Queries are many times fewer than likenesses.
    Operand<TFloat32> perDeviation = tf.constant((float) (1 / Math.sqrt(each)));
    Operand<TFloat32> alike =
        tf.train.batchMatMul(
            tf.math.mul(query, perDeviation), key, TFloat32.class, BatchMatMul.adjY(true));
    Operand<TFloat32> seenFrom =
        mask.map(there -> (Operand<TFloat32>) tf.math.add(alike, lowered(layers, there)))
            .orElse(alike);
    Operand<TFloat32> weights = tf.nn.softmax(seenFrom);
    Operand<TFloat32> seen = tf.train.batchMatMul(weights, value, TFloat32.class);
    return heads == 1 ? seen : layers.reshape(swapMiddle(tf, seen), -1, places, heads * each);
  }

  private Operand<TFloat32> lowered(Layers layers, Operand<TFloat32> there) {
    Ops tf = layers.tf();
    Operand<TFloat32> lowered =
        tf.math.mul(tf.math.sub(there, tf.constant(1f)), tf.constant(ABSENT));
    int count = size(there, 1);
    return heads == 1
        ? layers.reshape(lowered, -1, 1, count)
        : layers.reshape(lowered, -1, 1, 1, count);
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
