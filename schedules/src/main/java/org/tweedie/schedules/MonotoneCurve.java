package org.tweedie.schedules;

import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/** A log SNR that falls along a monotone network's curve, from one end to the other. */
final class MonotoneCurve implements NoiseSchedule {

  private final double first;
  private final double fall;
  private final MonotoneUnits units;
  private final double start;
  private final double whole;

  /**
   * A curve.
   *
   * @param first the log SNR at time 0
   * @param fall how much smaller it is at time 1
   */
  MonotoneCurve(double first, double fall, MonotoneUnits units) {
    this.first = first;
    this.fall = fall;
    this.units = units;
    this.start = units.rise(0);
    this.whole = units.rise(1) - start;
  }

  @Override
  public double logSnr(double t) {
    return first - fall * (units.rise(t) - start) / whole;
  }

  @Override
  public NoiseRate rate(double t) {
    return NoiseRate.variancePreserving(at(t), logSnrSlope(t));
  }

  /** With one look at the units for level and rate. */
  @Override
  public NoiseLevel movingAt(double t) {
    NoiseLevel level = at(t);
    return level.moving(NoiseRate.variancePreserving(level, logSnrSlope(t)));
  }

  @Override
  public double logSnrSlope(double t) {
    return -fall * units.slope(t) / whole;
  }
}
