package org.tweedie.engine.chain;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * Gaussians with independent dimensions, one for each example of a batch. In double precision,
 * since the distance of two means is told in standard deviations, which may be thousands of times
 * smaller than the means. The arrays are taken over, not copied, and not to be written to.
 *
 * @param shape the shape of one example
 * @param mean the means, one example after the other
 * @param deviation the standard deviations in the same order, all above 0
 */
public record DiagonalGaussian(DataShape shape, double[] mean, double[] deviation) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the arrays do not make whole examples, or differ in length
   */
  public DiagonalGaussian {
    if (mean.length != deviation.length || mean.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%d means and %d standard deviations do not make whole examples of shape %s"
              .formatted(mean.length, deviation.length, shape));
    }
  }

  /** Of how many examples. */
  public int count() {
    return mean.length / shape.size();
  }

  /**
   * {@code mean + deviation noise}, rounded to float32 as latents are.
   *
   * @param noise standard normal numbers
   */
  public Batch at(Batch noise) {
    float[] values = new float[mean.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (mean[k] + deviation[k] * noise.values()[k]);
    }
    return Batch.of(shape, values);
  }

  /**
   * {@code KL(this || p)} of each example, in nats.
   *
   * @param p as many Gaussians of the same shape
   */
  public double[] divergence(DiagonalGaussian p) {
    double[] nats = new double[count()];
    int size = shape.size();
    for (int k = 0; k < mean.length; k++) {
      double ratio = deviation[k] / p.deviation[k];
      double shift = (mean[k] - p.mean[k]) / p.deviation[k];
      // ratio^2 - 1 - log ratio^2, without the difference of near-equal numbers near 1.
      double excess = (ratio - 1) * (ratio + 1);
      double log = Math.abs(excess) < 0.5 ? Math.log1p(excess) : 2 * Math.log(ratio);
      nats[k / size] += (excess - log + shift * shift) / 2;
    }
    return nats;
  }

  /**
   * The logarithm of the density of each example.
   *
   * @param z as many latents of the same shape
   */
  public double[] logDensity(Batch z) {
    double[] nats = new double[count()];
    int size = shape.size();
    for (int k = 0; k < mean.length; k++) {
      double distance = (z.values()[k] - mean[k]) / deviation[k];
      nats[k / size] -=
          distance * distance / 2 + Math.log(deviation[k]) + Math.log(2 * Math.PI) / 2;
    }
    return nats;
  }
}
