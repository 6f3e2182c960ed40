package org.tweedie.api.model;

import org.tweedie.api.schedule.NoiseLevel;

/**
 * The variance of a reverse step from t to s as a model learns it (Nichol and Dhariwal, "Improved
 * Denoising Diffusion Probabilistic Models", arXiv 2102.09672, equation 15): between that of the
 * posterior and that of the forward step, by a fraction v of the way in logarithms,
 *
 * <pre>
 * log variance = (1 - v) log(sigma_ts^2 sigma_s^2 / sigma_t^2) + v log(sigma_ts^2)
 *              = log(sigma_ts^2 sigma_s^2 / sigma_t^2) + v log(sigma_t^2 / sigma_s^2)
 * sigma_ts^2   = sigma_t^2 - (alpha_t / alpha_s)^2 sigma_s^2
 * </pre>
 *
 * <p>for any schedule. The posterior's is right for data that are a single point, the forward
 * step's for standard normal data (Ho et al., arXiv 2006.11239, section 3.2).
 */
public final class ReverseVariance {

  private ReverseVariance() {}

  /**
   * The logarithm of the step's variance over that of the posterior.
   *
   * @param t the level from which the step goes
   * @param s the less noisy level to which it leads, with some noise
   * @param fraction v
   */
  public static double logExcess(NoiseLevel t, NoiseLevel s, double fraction) {
    return 2 * fraction * StrictMath.log(t.sigma() / s.sigma());
  }

  /**
   * The step's standard deviation; 0 where s has no noise.
   *
   * @param t the level from which the step goes
   * @param s the less noisy level to which it leads
   * @param fraction v
   */
  public static double deviation(NoiseLevel t, NoiseLevel s, double fraction) {
    // sigma_ts^2 / sigma_t^2 = 1 - SNR(t)/SNR(s), without the difference of two near-equal numbers.
    double share = -StrictMath.expm1(t.logSnr() - s.logSnr());
    return s.sigma() == 0
        ? 0
        : Math.sqrt(share) * s.sigma() * StrictMath.pow(t.sigma() / s.sigma(), fraction);
  }

  /**
   * The divergence of the posterior q(z_s | z_t, x) from such a step that is centred by a predicted
   * signal, in one dimension and in nats: {@code KL = (exp(-r) (1 + w (x - x^)^2) + r - 1) / 2},
   * with {@code w = SNR(s) - SNR(t)} and r the {@link #logExcess} (Luo, arXiv 2208.11970, equations
   * 86 to 99, where r is 0).
   *
   * @param weightedError {@code (SNR(s) - SNR(t)) (x - x^)^2}
   * @param logExcess r
   */
  public static double divergence(double weightedError, double logExcess) {
    // exp(-r) - 1 + r, without the difference of near-equal numbers where r is small.
    return (StrictMath.exp(-logExcess) * weightedError + StrictMath.expm1(-logExcess) + logExcess)
        / 2;
  }
}
