package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.api.network.Initializer;

/**
 * Group normalisation (Wu and He, arXiv 1803.08494) with a learned scale and offset of each
 * channel.
 *
 * @param groups how many groups; divides the channels
 */
record GroupNorm(int groups) {

  /** Normalises [B, height, width, channels]. */
  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x) {
    return layers.graph().normalized(x, of(layers, name, x));
  }

  /** The SiLU of the normalised x. */
  Operand<TFloat32> silu(Layers layers, String name, Operand<TFloat32> x) {
    return layers.graph().normalized(x, of(layers, name, x).thenSilu());
  }

  /**
   * The SiLU of the normalised {@code x + shift}, without writing that sum.
   *
   * @param x of shape [B, height, width, channels]
   * @param shift of shape [B, channels]
   */
  Operand<TFloat32> siluOfSum(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> shift) {
    return layers.graph().normalized(x, of(layers, name, x).shiftedBy(shift).thenSilu());
  }

  private GroupNormalization of(Layers layers, String name, Operand<TFloat32> x) {
    int channels = size(x, 3);
    return GroupNormalization.of(
        groups,
        layers.graph().parameter(name + "/scale", Initializer.ones(), channels),
        layers.graph().parameter(name + "/offset", Initializer.zeros(), channels));
  }
}
