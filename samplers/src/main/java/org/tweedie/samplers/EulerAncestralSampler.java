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
 * Euler's method in {@code s = sigma/alpha} down to below where a step leads, and noise up to there
 * (as in k-diffusion's ancestral samplers):
 *
 * <pre>
 * s_up   = min(s', eta sqrt(s'^2 (s^2 - s'^2) / s^2)),  s_down = sqrt(s'^2 - s_up^2)
 * z'/alpha' = z/alpha + (s_down - s) eps^ + s_noise s_up n
 * </pre>
 *
 * <p>In these symbols a DDIM step of the same eta is this one, and with eta 1 it is ancestral
 * sampling with the posterior's variance; a test holds that. What differs is the grid. Works for
 * every schedule. Immutable; safe for many threads.
 */
@Description("Euler's method with fresh noise in every step")
public final class EulerAncestralSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param eta from 0, deterministic, to 1, ancestral
   * @param sNoise factor of the noise
   */
  public record Options(
      @Included(defaults = {"steps: 100", "grid: karras"}) Walk.Options walk,
      @Description("randomness of the steps, from 0 (none) to 1")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("1")
          double eta,
      @Description(Step.FACTOR) @Default("1") @Positive double sNoise) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public EulerAncestralSampler(Options options) {
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
      NoiseLevel t = walk.from(i);
      NoiseLevel s = walk.to(i);
      Step step = step(t, s, options.eta).withNoise(options.sNoise);
      z = step.take(z, prediction.signal(), noise, t, s, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  /** The step from level t to the less noisy level s, with {@code eps^ = (z - alpha x^)/sigma}. */
  static Step step(NoiseLevel t, NoiseLevel s, double eta) {
    // s'/s, which is 0 from pure noise, where s is infinite.
    double fall = Math.exp((t.logSnr() - s.logSnr()) / 2);
    double up = Math.min(1, eta * Math.sqrt((1 - fall) * (1 + fall)));
    double down = Math.sqrt((1 - up) * (1 + up));
    return new Step(s.sigma() / t.sigma() * down, s.alpha() * (1 - fall * down), s.sigma() * up);
  }
}
