package org.tweedie.api.objective;

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
}
