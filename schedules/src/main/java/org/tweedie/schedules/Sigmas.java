package org.tweedie.schedules;

/** The ends of schedules that are stated as standard deviations. */
final class Sigmas {

  private Sigmas() {}

  static void requireGrowth(double min, double max) {
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "sigma-min must be below sigma-max, for noise grows with time, but they are %s and %s"
              .formatted(min, max));
    }
  }
}
