package org.tweedie.engine.progress;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a piece of work goes, and what is left of it. The time until the first unit is done
 * tells nothing: graphs are prepared in it, and it would make hours of minutes. Used by one thread.
 */
final class Pace {

  /** In less time too little is done to tell. */
  private static final double SECONDS = 1;

  private final long total;
  private long first = -1;
  private long firstNanos;
  private long done;
  private double seconds;

  /**
   * Of work that has not begun.
   *
   * @param total how many units there are
   */
  Pace(long total) {
    this.total = total;
  }

  /**
   * So much is done.
   *
   * @param nanos the time, by any clock
   */
  synchronized void at(long units, long nanos) {
    if (first < 0) {
      first = units;
      firstNanos = nanos;
    }
    done = units;
    seconds = (nanos - firstNanos) / 1e9;
  }

  /** Units in a second; empty where that cannot be told yet. */
  synchronized Optional<Double> rate() {
    return first < 0 || done <= first || seconds < SECONDS
        ? Optional.empty()
        : Optional.of((done - first) / seconds);
  }

  /** The time that the rest may take; empty where that cannot be told yet. */
  synchronized Optional<Duration> left() {
    return rate().map(rate -> Duration.ofSeconds(Math.round((total - done) / rate)));
  }
}
