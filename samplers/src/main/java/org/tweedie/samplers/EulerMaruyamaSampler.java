package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * The Euler-Maruyama method for the reverse stochastic differential equation (Song et al.,
 * "Score-Based Generative Modeling through Stochastic Differential Equations", arXiv 2011.13456,
 * equation 6), and for those with more or less noise that have the same marginals (Zhang and Chen,
 * arXiv 2204.13902, equation 5). With the log SNR l for time, in which the variance that noising
 * adds is {@code g^2 dt = sigma^2 dl} on every schedule,
 *
 * <pre>
 * dz = z d log alpha - (1 + eta^2)/2 sigma eps^ dl + eta sigma dW(l)
 * </pre>
 *
 * <p>and a step takes the right-hand side as of its beginning. Of weak and, the noise not depending
 * on z, of strong order 1. It is the method that others are compared with: where a step is long in
 * log SNR, exact integrals of the linear part, as in {@code ancestral}, err much less. A step over
 * more than {@value #WIDE} of log SNR, which would leave a sixteenth too much noise, is taken with
 * those integrals. Works for every schedule. Immutable; safe for many threads.
 */
@Description("the plain method for the reverse stochastic differential equation (Song et al. 2020)")
public final class EulerMaruyamaSampler implements Walking {

  private static final double WIDE = 0.5;

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param eta how much noise: 0 is the probability flow, 1 the reverse of the noising process
   * @param sNoise factor of the noise
   */
  public record Options(
      @Included(defaults = {"steps: 500", "grid: log-snr"}) Walk.Options walk,
      @Description("how much noise: 0 is the probability flow, 1 the reverse of noising")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("2")
          double eta,
      @Description(Step.FACTOR) @Default("1") @Positive double sNoise) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public EulerMaruyamaSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      z = walk.isLast(i) ? prediction.signal() : step(walk, prediction, noise, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private Batch step(Walk walk, Prediction prediction, NoiseSource noise, int step) {
    NoiseLevel t = walk.from(step);
    NoiseLevel s = walk.to(step);
    double length = s.logSnr() - t.logSnr();
    Batch z = prediction.latent();
    if (length > WIDE) {
      return Step.stochastic(t, s, options.eta)
          .withNoise(options.sNoise)
          .take(z, prediction.signal(), noise, t, s, step);
    }
    double eta = options.eta;
    double ofLatent = 1 + Math.log(s.alpha() / t.alpha());
    double ofNoisePrediction = -(1 + eta * eta) / 2 * t.sigma() * length;
    double ofNoise = options.sNoise * eta * t.sigma() * Math.sqrt(length);
    return ofNoise == 0
        ? z.combine(ofLatent, ofNoisePrediction, prediction.noise())
        : z.combine(
            ofLatent,
            ofNoisePrediction,
            prediction.noise(),
            ofNoise,
            Step.between(noise, t, s, step));
  }
}
