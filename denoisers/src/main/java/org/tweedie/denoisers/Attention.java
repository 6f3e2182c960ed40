package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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
    Operand<TFloat32> seen =
        new Heads(heads).apply(layers, layers.reshape(projected, -1, height * width, 3 * channels));
    Operand<TFloat32> image = layers.reshape(seen, -1, height, width, channels);
    return tf.math.add(x, layers.convolution(name + "/out", image, channels, 1, 1));
  }
}
