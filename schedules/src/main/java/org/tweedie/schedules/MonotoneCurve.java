package org.tweedie.schedules;

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
  public double logSnrSlope(double t) {
    return -fall * units.slope(t) / whole;
  }
}
