package org.tweedie.samplers;

import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * One step of a sampler from {@code z_t} to {@code z_s}: {@code z_s = ofLatent z_t + ofSignal x^ +
 * ofNoise n} with {@code n ~ N(0, I)}.
 */
record Step(double ofLatent, double ofSignal, double ofNoise) {

  /**
   * The first-order step along the probability flow in either direction, {@code z_s = alpha_s x^ +
   * sigma_s eps^}, with eps^ written out. It is the deterministic step of DDIM, Euler's in
   * sigma/alpha, and the first order of all exponential integrators.
   */
  static Step flow(NoiseLevel t, NoiseLevel s) {
    // alpha_s - alpha_t sigma_s/sigma_t, without the difference of two near-equal numbers.
    double ofSignal = -s.alpha() * Math.expm1((t.logSnr() - s.logSnr()) / 2);
    // Towards pure noise that is 0 times infinity; the first form has no trouble there.
    return s.alpha() == 0
        ? new Step(s.sigma() / t.sigma(), -t.alpha() * s.sigma() / t.sigma(), 0)
        : new Step(s.sigma() / t.sigma(), ofSignal, 0);
  }

  /**
   * Back to a noisier level s by adding noise: what the forward process does from t, but for the
   * noise's factor.
   */
  static Step renoise(NoiseLevel t, NoiseLevel s, double factor) {
    double alphaTs = s.alpha() / t.alpha();
    double share = -Math.expm1(s.logSnr() - t.logSnr());
    return new Step(alphaTs, 0, factor * s.sigma() * Math.sqrt(share));
  }

  /** {@code sigma/alpha}: the noise level of Karras et al. (arXiv 2206.00364). */
  static double ratio(NoiseLevel level) {
    return Math.exp(-level.logSnr() / 2);
  }

  /** Takes the step; noise is drawn only where there is some. */
  Batch take(Batch z, Batch signal, NoiseSource noise, long draw) {
    return ofNoise == 0
        ? take(z, signal)
        : z.combine(ofLatent, ofSignal, signal, ofNoise, noise.draw(draw));
  }

  /** Takes a step without noise. */
  Batch take(Batch z, Batch signal) {
    return z.combine(ofLatent, ofSignal, signal);
  }
}
