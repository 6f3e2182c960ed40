package org.tweedie.denoisers;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Cosines of the noise level, each of unit magnitude (Karras et al., arXiv 2312.02696, appendix B,
 * equation 75): {@code sqrt(2) cos(2 pi (f c + phase))} of {@code c = ln(sigma) / 4} at the noise
 * sigma of data without a scale. Frequencies f are those of a normal distribution.
 */
final class NoiseWaves {

  private static final float LIMIT = 20;

  /** The fractional part of the golden ratio, whose multiples are spread evenly. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private NoiseWaves() {}

  /** Of shape [B, count]. */
  static Operand<TFloat32> of(Layers layers, Operand<TFloat32> logSnr, int count) {
    Ops tf = layers.tf();
    float[][] frequencies = new float[1][count];
    float[][] phases = new float[1][count];
    NormalDistribution normal = NormalDistribution.of(0, 1);
    for (int i = 0; i < count; i++) {
      // ln(sigma) = -logSnr / 2
      frequencies[0][i] =
          (float) (-Math.PI / 4 * normal.inverseCumulativeProbability((i + 0.5) / count));
      phases[0][i] = (float) (2 * Math.PI * (GOLDEN * i % 1));
    }
    Operand<TFloat32> limited =
        tf.math.minimum(tf.math.maximum(logSnr, tf.constant(-LIMIT)), tf.constant(LIMIT));
    Operand<TFloat32> turned =
        tf.math.add(
            tf.math.mul(layers.reshape(limited, -1, 1), tf.constant(frequencies)),
            tf.constant(phases));
    return tf.math.mul(tf.math.cos(turned), tf.constant((float) Math.sqrt(2)));
  }
}
