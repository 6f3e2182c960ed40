package org.tweedie.laws.exact;

import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A fixture for tests that is not variance preserving: the signal keeps its size and the noise
 * grows geometrically (Song et al., arXiv 2011.13456, appendix C), from 0.01 to 50.
 */
public record ExplodingSchedule() implements NoiseSchedule {

  private static final double FIRST = Math.log(0.01);
  private static final double LAST = Math.log(50);

  @Override
  public double logSnr(double t) {
    return -2 * ((1 - t) * FIRST + t * LAST);
  }

  @Override
  public NoiseLevel at(double t) {
    return new NoiseLevel(1, Math.exp((1 - t) * FIRST + t * LAST), logSnr(t));
  }
}
