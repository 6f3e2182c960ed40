package org.tweedie.schedules;

import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The variance preserving schedule of a {@link SignalDecay} L: {@code SNR = alpha^2 / (1 - alpha^2)
 * = 1 / (exp(L) - 1)}. There is no noise at time 0, where the log SNR is plus infinity.
 */
record DecayingSignal(SignalDecay decay) implements NoiseSchedule {

  @Override
  public double logSnr(double t) {
    double l = decay.at(t);
    return -l - StrictMath.log(-StrictMath.expm1(-l));
  }

  @Override
  public double logSnrSlope(double t) {
    double l = decay.at(t);
    return l == 0 ? Double.NEGATIVE_INFINITY : decay.slope(t) / StrictMath.expm1(-l);
  }

  @Override
  public double timeOf(double logSnr) {
    return decay.timeOf(StableMath.softplus(-logSnr));
  }
}
