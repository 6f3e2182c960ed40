package org.tweedie.samplers;

import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * One step of a sampler from {@code z_t} to {@code z_s}: {@code z_s = ofLatent z_t + ofSignal x^ +
 * ofNoise n} with {@code n ~ N(0, I)}.
 */
record Step(double ofLatent, double ofSignal, double ofNoise) {

  /** What samplers with noise in every step say of its factor. */
  static final String FACTOR =
      "factor of the noise, slightly above 1 where a network takes away too much";

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
   * The first-order step of the stochastic differential equations that all have the flow's
   * marginals, with tau times the noise of the reverse of the noising process (Xue et al., arXiv
   * 2309.05019, proposition 4.2): with h half the difference of the log SNRs,
   *
   * <pre>{@code
   * z_s = sigma_s/sigma_t e^(-tau^2 h) z_t + alpha_s (1 - e^(-(1 + tau^2) h)) x^
   *     + sigma_s sqrt(1 - e^(-2 tau^2 h)) n
   * }</pre>
   */
  static Step stochastic(NoiseLevel t, NoiseLevel s, double tau) {
    if (tau == 0) {
      return flow(t, s);
    }
    double h = (s.logSnr() - t.logSnr()) / 2;
    double v = tau * tau;
    return new Step(
        s.sigma() / t.sigma() * Math.exp(-v * h),
        -s.alpha() * Math.expm1(-(1 + v) * h),
        s.sigma() * Math.sqrt(-Math.expm1(-2 * v * h)));
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

  /** Takes the step with noise of its own, which is drawn only where there is some. */
  Batch take(Batch z, Batch signal, NoiseSource noise, long draw) {
    return ofNoise == 0
        ? take(z, signal)
        : z.combine(ofLatent, ofSignal, signal, ofNoise, noise.draw(draw));
  }

  /** Takes the step from t to s with the noise of the path that lies between. */
  Batch take(Batch z, Batch signal, NoiseSource noise, NoiseLevel t, NoiseLevel s, long draw) {
    return ofNoise == 0
        ? take(z, signal)
        : z.combine(ofLatent, ofSignal, signal, ofNoise, between(noise, t, s, draw));
  }

  /** Takes the step with given noise. */
  Batch take(Batch z, Batch signal, Batch n) {
    return z.combine(ofLatent, ofSignal, signal, ofNoise, n);
  }

  /** The same with the noise times a factor. */
  Step withNoise(double factor) {
    return new Step(ofLatent, ofSignal, factor * ofNoise);
  }

  /** The noise of the path between two levels; see {@link NoiseSource#increment}. */
  static Batch between(NoiseSource noise, NoiseLevel t, NoiseLevel s, long draw) {
    return noise.increment(t.logSnr(), s.logSnr(), draw);
  }

  /** Takes a step without noise. */
  Batch take(Batch z, Batch signal) {
    return z.combine(ofLatent, ofSignal, signal);
  }
}
