package org.tweedie.laws.exact;

import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The schedule whose ends are infinite, to check components on: {@code alpha = cos(pi t / 2)},
 * {@code sigma = sin(pi t / 2)}, so that there is no noise at time 0 and no signal at time 1.
 */
public record BoundlessSchedule() implements NoiseSchedule {

  @Override
  public double logSnr(double t) {
    return 2 * (Math.log(alpha(t)) - Math.log(sigma(t)));
  }

  @Override
  public NoiseLevel at(double t) {
    return new NoiseLevel(alpha(t), sigma(t), logSnr(t));
  }

  private static double alpha(double t) {
    return Math.sin(Math.PI / 2 * (1 - t));
  }

  private static double sigma(double t) {
    return Math.sin(Math.PI / 2 * t);
  }
}
