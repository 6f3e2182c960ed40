package org.tweedie.api.model;

import org.apiguardian.api.API;

/**
 * Gaussians of latents with independent dimensions, one for each example of a batch: what an
 * encoder tells of where an example lies. Immutable, as far as batches are.
 *
 * @param mean the means
 * @param deviation the standard deviations in the same order, all above 0 and finite
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record LatentGaussian(Batch mean, Batch deviation) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the two differ in shape or count, or a deviation is not
   *     above 0 and finite
   */
  public LatentGaussian {
    if (!mean.shape().equals(deviation.shape()) || mean.count() != deviation.count()) {
      throw new IllegalArgumentException(
          "%d means of shape %s and %d deviations of shape %s"
              .formatted(mean.count(), mean.shape(), deviation.count(), deviation.shape()));
    }
    for (float value : deviation.values()) {
      if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a deviation is above 0 and finite, and one is " + value);
      }
    }
  }

  /** Of how many examples. */
  public int count() {
    return mean.count();
  }

  /**
   * Latents: {@code mean + deviation noise}.
   *
   * @param noise standard normal numbers, as many of the same shape
   */
  public Batch at(Batch noise) {
    float[] values = new float[mean.values().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (mean.values()[k] + (double) deviation.values()[k] * noise.values()[k]);
    }
    return Batch.of(mean.shape(), values);
  }

  /** The differential entropy of each example's Gaussian, in nats. */
  public double[] entropy() {
    double[] nats = new double[count()];
    int size = mean.shape().size();
    double ofOne = (1 + Math.log(2 * Math.PI)) / 2;
    for (int k = 0; k < deviation.values().length; k++) {
      nats[k / size] += Math.log(deviation.values()[k]) + ofOne;
    }
    return nats;
  }
}
