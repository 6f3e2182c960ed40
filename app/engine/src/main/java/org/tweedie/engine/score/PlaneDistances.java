package org.tweedie.engine.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Distances between sets of points in the plane, as distributions of equal weights. */
final class PlaneDistances {

  /**
   * Evenly over a half circle: what depends on a direction's squared cosine is averaged exactly.
   */
  static final int DIRECTIONS = 180;

  private PlaneDistances() {}

  /**
   * The energy distance {@code 2 E|X - Y| - E|X - X'| - E|Y - Y'|} (G. Szekely, M. Rizzo, "Energy
   * statistics", 2013), which is zero for equal sets only.
   */
  static double energy(double[][] one, double[][] other) {
    double n = one.length;
    double m = other.length;
    return 2 * Distances.sum(one, other) / (n * m)
        - Distances.sum(one, one) / (n * n)
        - Distances.sum(other, other) / (m * m);
  }

  /**
   * The sliced 2-Wasserstein distance (N. Bonneel et al., "Sliced and Radon Wasserstein barycenters
   * of measures", 2015): the root of the mean, over directions, of the squared distance of the
   * sets' shadows. A shift by v makes it {@code |v| / sqrt(2)}.
   */
  static double slicedWasserstein(double[][] one, double[][] other) {
    double[] squares =
        IntStream.range(0, DIRECTIONS)
            .parallel()
            .mapToDouble(
                k -> {
                  double angle = Math.PI * k / DIRECTIONS;
                  return squaredWasserstein(shadow(one, angle), shadow(other, angle));
                })
            .toArray();
    return Math.sqrt(Arrays.stream(squares).average().orElseThrow());
  }

  private static double[] shadow(double[][] points, double angle) {
    double x = Math.cos(angle);
    double y = Math.sin(angle);
    return Arrays.stream(points)
        .mapToDouble(point -> x * point[0] + y * point[1])
        .sorted()
        .toArray();
  }

  /** Between sorted numbers: the mean squared difference of their quantiles. */
  static double squaredWasserstein(double[] one, double[] other) {
    double sum = 0;
    double reached = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      // Compared as whole numbers, since quotients of different counts do not meet exactly.
      long endOfOne = (long) (i + 1) * other.length;
      long endOfOther = (long) (j + 1) * one.length;
      double end = (double) Math.min(endOfOne, endOfOther) / ((double) one.length * other.length);
      double difference = one[i] - other[j];
      sum += (end - reached) * difference * difference;
      reached = end;
      if (endOfOne <= endOfOther) {
        i++;
      }
      if (endOfOther <= endOfOne) {
        j++;
      }
    }
    return sum;
  }
}
