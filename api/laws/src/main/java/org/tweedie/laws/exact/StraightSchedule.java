package org.tweedie.laws.exact;

import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Variance preserving, with a log SNR that falls along a straight line. All that can be said of a
 * diffusion on it has a closed form: what samplers and guidance are checked on.
 *
 * @param first the log SNR at time 0
 * @param last the log SNR at time 1, below the first
 */
public record StraightSchedule(double first, double last) implements NoiseSchedule {

  /** From 13.3 to -13.3: data nearly clean at one end, noise nearly pure at the other. */
  public static final StraightSchedule WIDE = new StraightSchedule(13.3, -13.3);

  /** From 20 to -20: ends at which alpha or sigma is 5e-5. */
  public static final StraightSchedule EXTREME = new StraightSchedule(20, -20);

  @Override
  public double logSnr(double t) {
    return (1 - t) * first + t * last;
  }

  @Override
  public double logSnrSlope(double t) {
    return last - first;
  }
}
