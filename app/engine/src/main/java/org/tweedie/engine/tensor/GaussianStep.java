package org.tweedie.engine.tensor;

import org.tweedie.api.schedule.NoiseLevel;

/**
 * A step between two noise levels, s before t: {@code q(z_t | z_s)} and {@code q(z_s | z_t, x)}
 * (Luo, arXiv 2208.11970, equations 61 to 84; Kingma et al., arXiv 2107.00630, appendix A). All is
 * taken from the log SNRs, so that small steps keep their digits.
 *
 * @param s the level with less noise
 * @param t the level with more noise
 */
record GaussianStep(NoiseLevel s, NoiseLevel t) {

  /** {@code alpha_t / alpha_s}: what {@code z_s} is multiplied by on the way to {@code z_t}. */
  double forth() {
    return t.alpha() / s.alpha();
  }

  /** The share {@code c = 1 - exp(logSNR(t) - logSNR(s))} of the noise in z_t that is new. */
  private double share() {
    return -Math.expm1(t.logSnr() - s.logSnr());
  }

  /** The deviation of {@code q(z_t | z_s)}. */
  double deviationForth() {
    return t.sigma() * Math.sqrt(share());
  }

  /** The latent's factor in the mean of {@code q(z_s | z_t, x)}. */
  double ofLatent() {
    return forth() * (s.sigma() * s.sigma()) / (t.sigma() * t.sigma());
  }

  /** The data's factor in it. */
  double ofSignal() {
    return s.alpha() * share();
  }

  /** The deviation of {@code q(z_s | z_t, x)}. */
  double deviationBack() {
    return s.sigma() * Math.sqrt(share());
  }

  /** The factor of {@code eps - eps^} in what the mean is off by: that of the signal's error. */
  double ofNoise() {
    return ofSignal() * t.sigma() / t.alpha();
  }
}
