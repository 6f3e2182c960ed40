package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
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
 * The stochastic Runge-Kutta method SRA1 (Roessler, "Runge-Kutta Methods for the Strong
 * Approximation of Solutions of Stochastic Differential Equations", SIAM J. Numer. Anal. 48 (2010),
 * 922-952, table 6.3), of strong order 3/2 since the noise does not depend on the latent. It solves
 * the reverse of the noising process in the signal-to-noise ratio u, {@code dy = x^ du + dB(u)}
 * with {@code y = alpha z / sigma^2}, where a method of the first order is the exponential
 * integrator {@code dpm-solver-pp} with {@code variant: sde-1}. With h the step in u and H the mean
 * distance of the path to the straight line ({@link NoiseSource#area}),
 *
 * <pre>
 * y_m = y + 3/4 h x^(y, u) + 3/4 dB + 3/2 H
 * y'  = y + h (1/3 x^(y, u) + 2/3 x^(y_m, u + 3/4 h)) + dB
 * </pre>
 *
 * <p>Where only the law of the samples counts, it is of weak order 2. Two predictions a step, one
 * in the last. Works for every schedule. Immutable; safe for many threads.
 */
@Description("stochastic Runge-Kutta method, which follows a Brownian path closely (Roessler 2010)")
public final class StochasticRungeKuttaSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param sNoise factor of the noise
   */
  public record Options(
      @Included(defaults = {"steps: 20", "grid: log-snr"}) Walk.Options walk,
      @Description(Step.FACTOR) @Default("1") @Positive double sNoise) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public StochasticRungeKuttaSampler(Options options) {
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
      z = walk.isLast(i) ? prediction.signal() : step(walk, z, prediction.signal(), noise, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private Batch step(Walk walk, Batch z, Batch x, NoiseSource noise, int step) {
    NoiseLevel t = walk.from(step);
    NoiseLevel s = walk.to(step);
    double time = walk.schedule().timeOf(s.logSnr() + Math.log1p(-share(t, s) / 4));
    NoiseLevel m = walk.schedule().at(time);
    Batch end = Step.between(noise, t, s, 2L * step).times(options.sNoise);
    Batch area = noise.area(t.logSnr(), s.logSnr(), 2L * step + 1).times(options.sNoise);
    // 3/4 dB + 3/2 H has the variance 3/4 h of the way to the middle.
    Batch inside = end.combine(Math.sqrt(3) / 2, 0.5, area);
    Batch middle = DdimSampler.step(t, m, 1).take(z, x, inside);
    Batch mean = x.combine(1 / 3.0, 2 / 3.0, walk.predict(middle, time).signal());
    return DdimSampler.step(t, s, 1).take(z, mean, end);
  }

  /** {@code (u' - u) / u'}. */
  private static double share(NoiseLevel t, NoiseLevel s) {
    return -Math.expm1(t.logSnr() - s.logSnr());
  }
}
