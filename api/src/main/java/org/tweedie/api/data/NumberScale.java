package org.tweedie.api.data;

import org.apiguardian.api.API;

/**
 * The scale of a number that describes examples, as it was measured over the training split:
 * networks see {@code (value - mean) / deviation}.
 *
 * @param name the number's
 * @param mean of its known values
 * @param deviation their standard deviation; 1 where all are equal
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record NumberScale(String name, double mean, double deviation) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the deviation is not above 0
   */
  public NumberScale {
    if (!(deviation > 0) || !Double.isFinite(mean) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "a mean of %s and a deviation of %s are no scale".formatted(mean, deviation));
    }
  }

  /** Of the values of a training split; NaN is one that is not known. */
  public static NumberScale of(String name, float... values) {
    int known = 0;
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        known++;
        sum += value;
      }
    }
    double mean = known == 0 ? 0 : sum / known;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        squares += (value - mean) * (value - mean);
      }
    }
    double deviation = known == 0 ? 0 : Math.sqrt(squares / known);
    return new NumberScale(name, mean, deviation > 0 ? deviation : 1);
  }

  /** The value as a network sees it. */
  public float seen(double value) {
    return (float) ((value - mean) / deviation);
  }
}
