package org.tweedie.api.objective;

import java.util.Arrays;

/**
 * The times of a batch.
 *
 * @param times in [0, 1]. Where time is discrete the trainer takes the end of the step that each
 *     lies in
 * @param densities the density of the distribution at each time, positive: what an average over the
 *     batch is divided by to stand for the integral over all times
 * @param weights what the loss at each time is multiplied by, at least 0
 */
public record TimeDraw(double[] times, double[] densities, double[] weights) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the three differ in length
   */
  public TimeDraw {
    if (densities.length != times.length || weights.length != times.length) {
      throw new IllegalArgumentException(
          "%d times, %d densities and %d weights do not match"
              .formatted(times.length, densities.length, weights.length));
    }
  }

  /** Times of which each is as probable as any other, with losses that all count alike. */
  public static TimeDraw even(double[] times) {
    double[] ones = new double[times.length];
    Arrays.fill(ones, 1);
    return new TimeDraw(times, ones, ones);
  }

  /** The same times, drawn with these densities. */
  public TimeDraw withDensities(double[] positive) {
    return new TimeDraw(times, positive, weights);
  }

  /** The same times, whose losses are multiplied by these weights. */
  public TimeDraw withWeights(double[] notNegative) {
    return new TimeDraw(times, densities, notNegative);
  }
}
