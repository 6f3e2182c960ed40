package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * Self-attention between the pixels of an image, added to its input (Ho et al., arXiv 2006.11239,
 * appendix B; several heads as in Dhariwal and Nichol, arXiv 2105.05233).
 *
 * @param heads how many heads share the channels; divides them
 * @param norm applied before
 */
record Attention(int heads, GroupNorm norm) {

  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x) {
    Ops tf = layers.tf();
    int height = size(x, 1);
    int width = size(x, 2);
    int channels = size(x, 3);
    Operand<TFloat32> normal = norm.apply(layers, name + "/norm", x);
    Operand<TFloat32> projected =
        layers.convolution(name + "/query-key-value", normal, 3 * channels, 1, 1);
    List<Output<TFloat32>> parts =
        tf.split(tf.constant(2), layers.reshape(projected, -1, height * width, 3 * channels), 3L)
            .output();
    Operand<TFloat32> query = splitHeads(layers, parts.get(0));
    Operand<TFloat32> key = splitHeads(layers, parts.get(1));
    Operand<TFloat32> value = splitHeads(layers, parts.get(2));

    Operand<TFloat32> alike =
        tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true));
    Operand<TFloat32> perDeviation = tf.constant((float) Math.sqrt((double) heads / channels));
    Operand<TFloat32> weights = tf.nn.softmax(tf.math.mul(alike, perDeviation));
    Operand<TFloat32> seen =
        joinHeads(layers, tf.train.batchMatMul(weights, value, TFloat32.class));
    Operand<TFloat32> image = layers.reshape(seen, -1, height, width, channels);
    return tf.math.add(x, layers.convolution(name + "/out", image, channels, 1, 1));
  }

  /** [B, pixels, channels] to [B, heads, pixels, channels / heads]; one head costs nothing. */
  private Operand<TFloat32> splitHeads(Layers layers, Operand<TFloat32> x) {
    if (heads == 1) {
      return x;
    }
    return swapMiddle(layers, layers.reshape(x, -1, size(x, 1), heads, size(x, 2) / heads));
  }

  private Operand<TFloat32> joinHeads(Layers layers, Operand<TFloat32> x) {
    return heads == 1 ? x : swapMiddle(layers, x);
  }

  private static Operand<TFloat32> swapMiddle(Layers layers, Operand<TFloat32> x) {
    return layers.tf().linalg.transpose(x, layers.tf().constant(new int[] {0, 2, 1, 3}));
  }
}
