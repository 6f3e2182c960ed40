package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The residual block of Ho et al. (arXiv 2006.11239, appendix B): two convolutions, the embedding
 * added between them, and the input added to the result. It starts as the identity, or as a 1x1
 * convolution where the number of channels changes.
 *
 * @param norm applied before each convolution
 * @param dropout the rate of dropout before the second convolution, in [0, 1)
 */
record ResidualBlock(GroupNorm norm, double dropout) {

  /**
   * Applies the block.
   *
   * @param x of shape [B, height, width, any]
   * @param embedding of shape [B, any]
   * @param channels the channels of the result
   */
  Operand<TFloat32> apply(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> embedding, int channels) {
    Ops tf = layers.tf();
    Operand<TFloat32> h = norm.silu(layers, name + "/norm1", x);
    h = layers.convolution(name + "/conv1", h, channels, 3, 1);
    Operand<TFloat32> shift = layers.dense(name + "/embedding", embedding, channels);
    h = norm.siluOfSum(layers, name + "/norm2", h, shift);
    h = dropout > 0 ? layers.graph().dropout(h, dropout) : h;
    h = layers.zeroConvolution(name + "/conv2", h, channels);
    Operand<TFloat32> skip =
        size(x, 3) == channels ? x : layers.convolution(name + "/skip", x, channels, 1, 1);
    return tf.math.add(skip, h);
  }
}
