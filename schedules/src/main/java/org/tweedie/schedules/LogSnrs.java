package org.tweedie.schedules;

/** The ends of schedules that are stated as log SNRs. */
final class LogSnrs {

  private LogSnrs() {}

  static void requireFall(double max, double min) {
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "log-snr-min must be below log-snr-max, for noise grows with time, but they are %s and %s"
              .formatted(min, max));
    }
  }
}
