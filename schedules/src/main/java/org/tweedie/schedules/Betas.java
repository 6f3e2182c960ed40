package org.tweedie.schedules;

import java.util.stream.IntStream;

/** The variances that single steps add. */
final class Betas {

  private Betas() {}

  /** Numbers at equal distances. */
  static double[] spaced(double first, double last, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> ((count - 1 - i) * first + i * last) / (count - 1))
        .toArray();
  }

  static void requireGrowth(double first, double last) {
    if (!(first <= last)) {
      throw new IllegalArgumentException(
          "beta-last must be at least beta-first, for steps grow with the noise, but they are %s"
                  .formatted(last)
              + " and %s".formatted(first));
    }
  }
}
