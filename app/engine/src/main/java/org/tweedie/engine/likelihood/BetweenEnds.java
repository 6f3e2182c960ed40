package org.tweedie.engine.likelihood;

import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A schedule's curve between two log SNRs, with time stretched so that it begins at the one and
 * ends at the other: schedules with equal ends have equal bounds, and can be told apart by variance
 * alone.
 */
public final class BetweenEnds implements NoiseSchedule {

  private final NoiseSchedule schedule;
  private final double from;
  private final double to;

  /**
   * The curve of a schedule.
   *
   * @param first the log SNR to begin at
   * @param last the log SNR to end at, below the first
   * @throws IllegalArgumentException if the schedule does not come by both
   */
  public BetweenEnds(NoiseSchedule schedule, double first, double last) {
    this.schedule = schedule;
    // A billionth is within rounding of an end that is just met.
    double room = 1e-9 * (first - last);
    if (!(schedule.logSnr(0) >= first - room && schedule.logSnr(1) <= last + room)) {
      throw new IllegalArgumentException(
          "a schedule from a log SNR of %.4g to %.4g has no part from %.4g to %.4g"
              .formatted(schedule.logSnr(0), schedule.logSnr(1), first, last));
    }
    from = schedule.timeOf(first);
    to = schedule.timeOf(last);
  }

  private double time(double t) {
    return from + t * (to - from);
  }

  @Override
  public double logSnr(double t) {
    return schedule.logSnr(time(t));
  }

  @Override
  public NoiseLevel at(double t) {
    return schedule.at(time(t));
  }

  @Override
  public NoiseRate rate(double t) {
    return schedule.rate(time(t)).times(to - from);
  }

  @Override
  public double logSnrSlope(double t) {
    return (to - from) * schedule.logSnrSlope(time(t));
  }

  @Override
  public double timeOf(double logSnr) {
    return Math.max(0, Math.min(1, (schedule.timeOf(logSnr) - from) / (to - from)));
  }
}
