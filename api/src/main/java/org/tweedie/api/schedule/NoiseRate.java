package org.tweedie.api.schedule;

import org.apiguardian.api.API;

/**
 * How fast a noise level changes as time runs: what a flow {@code dz/dt = d alpha/dt x + d sigma/dt
 * eps} is made of (Lipman et al., "Flow Matching for Generative Modeling", arXiv 2210.02747,
 * equation 15; Albergo and Vanden-Eijnden, arXiv 2209.15571).
 *
 * @param alpha {@code d alpha/dt}, finite
 * @param sigma {@code d sigma/dt}, finite
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record NoiseRate(double alpha, double sigma) {

  /** No nearer to the ends than so many steps of the differences. */
  private static final double ROOM = 20;

  /** Where the slope of the log SNR says another thing than the differences, they are right. */
  private static final double AGREEMENT = 1e-3;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if one of them is not finite
   */
  public NoiseRate {
    if (!Double.isFinite(alpha) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException(
          "d alpha/dt = %s and d sigma/dt = %s must be finite".formatted(alpha, sigma));
    }
  }

  /**
   * Where {@code alpha^2 + sigma^2 = 1} throughout: {@code d alpha/dt = alpha sigma^2 s / 2} and
   * {@code d sigma/dt = -alpha^2 sigma s / 2}.
   *
   * @param logSnrSlope s, the derivative of the log SNR by time; finite
   */
  public static NoiseRate variancePreserving(NoiseLevel level, double logSnrSlope) {
    double half = level.alpha() * level.sigma() * logSnrSlope / 2;
    return new NoiseRate(level.sigma() * half, -level.alpha() * half);
  }

  /** The rate on the curve of another clock that runs so many times as fast. */
  public NoiseRate times(double speed) {
    return new NoiseRate(alpha * speed, sigma * speed);
  }

  /**
   * The rate of any schedule by five-point differences of its levels, taken no nearer to the ends
   * than 2e-7; where variance is preserved, by the slope of the log SNR, which loses no digits.
   */
  static NoiseRate of(NoiseSchedule schedule, double t) {
    double h = Math.max(1e-8, Math.min(1e-3, Math.min(t, 1 - t) / ROOM));
    double c = Math.min(1 - ROOM * h, Math.max(ROOM * h, t));
    NoiseLevel level = schedule.at(t);
    NoiseLevel twoBefore = schedule.at(c - 2 * h);
    NoiseLevel before = schedule.at(c - h);
    NoiseLevel after = schedule.at(c + h);
    NoiseLevel twoAfter = schedule.at(c + 2 * h);
    NoiseRate differences =
        new NoiseRate(
            derivative(twoBefore.alpha(), before.alpha(), after.alpha(), twoAfter.alpha(), h),
            derivative(twoBefore.sigma(), before.sigma(), after.sigma(), twoAfter.sigma(), h));
    boolean preserving =
        level.isVariancePreserving()
            && twoBefore.isVariancePreserving()
            && before.isVariancePreserving()
            && after.isVariancePreserving()
            && twoAfter.isVariancePreserving();
    double slope = schedule.logSnrSlope(t);
    if (!preserving || !Double.isFinite(slope)) {
      return differences;
    }
    NoiseRate exact = variancePreserving(level, slope);
    double turn = level.moving(differences).turn();
    return Math.abs(level.moving(exact).turn() - turn) <= AGREEMENT * turn ? exact : differences;
  }

  private static double derivative(
      double twoBefore, double before, double after, double twoAfter, double h) {
    return (twoBefore - 8 * before + 8 * after - twoAfter) / (12 * h);
  }
}
