package org.tweedie.api.sampler;

import java.util.SplittableRandom;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * The noise of a run of samples with consecutive indices.
 *
 * <p>Each (seed, index, draw) starts a generator of its own, and normal values are made by
 * Marsaglia's polar method in strict arithmetic: the same numbers on every machine and every Java
 * version, which the platform's own {@code nextGaussian} does not promise.
 *
 * @param seed the run's seed
 * @param firstIndex the index of the first sample of the batch, at least 0
 * @param count how many samples the batch has
 * @param shape the shape of one sample
 */
public record SeededNoise(long seed, long firstIndex, int count, DataShape shape)
    implements NoiseSource {

  @Override
  public Batch draw(long draw) {
    float[] values = new float[Math.multiplyExact(count, shape.size())];
    for (int i = 0; i < count; i++) {
      fill(values, i * shape.size(), shape.size(), mix(mix(mix(seed) ^ (firstIndex + i)) ^ draw));
    }
    return Batch.of(shape, values);
  }

  /** Normal values of one generator. */
  static void fill(float[] values, int from, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = from; k < from + size; ) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s >= 1 || s == 0) {
        continue;
      }
      double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
      values[k++] = (float) (u * factor);
      if (k < from + size) {
        values[k++] = (float) (v * factor);
      }
    }
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford's):
   * neighbouring inputs give unrelated outputs.
   */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
