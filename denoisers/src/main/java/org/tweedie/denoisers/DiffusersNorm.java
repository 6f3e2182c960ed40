package org.tweedie.denoisers;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;

/**
 * Group normalisation that adds another number e' than {@code e = } {@link
 * GroupNormalization#EPSILON} to variances: that of {@code x sqrt(e / e')} with e.
 *
 * @param norm with e
 * @param epsilon e'
 */
record DiffusersNorm(GroupNorm norm, double epsilon) {

  /** Normalises [B, height, width, channels]. */
  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x) {
    return norm.apply(layers, name, stretched(layers, x));
  }

  /** The SiLU of the normalised x. */
  Operand<TFloat32> silu(Layers layers, String name, Operand<TFloat32> x) {
    return norm.silu(layers, name, stretched(layers, x));
  }

  /** The SiLU of the normalised {@code x + shift}, where shift is [B, channels]. */
  Operand<TFloat32> siluOfSum(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> shift) {
    return norm.siluOfSum(layers, name, stretched(layers, x), stretched(layers, shift));
  }

  private Operand<TFloat32> stretched(Layers layers, Operand<TFloat32> x) {
    float factor = (float) Math.sqrt((double) GroupNormalization.EPSILON / epsilon);
    return Math.abs(factor - 1) < 1e-6 ? x : layers.tf().math.mul(x, layers.tf().constant(factor));
  }
}
