package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.Encoder;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Denoising diffusion implicit models (Song et al., "Denoising Diffusion Implicit Models", arXiv
 * 2010.02502, equations 12 and 16): from time t to {@code s < t} by
 *
 * <pre>
 * z_s = alpha_s x^ + sqrt(sigma_s^2 - v) eps^ + sqrt(v) n,  v = eta^2 sigma_ts^2 sigma_s^2/sigma_t^2
 * eps^ = (z_t - alpha_t x^) / sigma_t
 * </pre>
 *
 * <p>With eta 0 nothing but the start is random; with eta 1 it is ancestral sampling. Where the
 * predicted signal is clipped, eps^ follows from what is left of it, so that both still make up
 * z_t. Order 1.
 *
 * <p>Works for every schedule, variance preserving or not. The last step leads to alpha 1 and sigma
 * 0, so what is returned is the last predicted signal. For good samples in few steps. Immutable;
 * safe for many threads.
 */
@Description("deterministic sampling in few steps (Song et al. 2020)")
@Interchanged(DiffusersWalkForm.class)
public final class DdimSampler implements Walking, Encoder {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param eta from 0, deterministic, to 1, ancestral
   */
  public record Options(
      @Included(defaults = {"steps: 50", "grid: trailing"}) Walk.Options walk,
      @Description("randomness of the steps, from 0 (none) to 1 (that of ancestral sampling)")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1")
          double eta) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public DdimSampler(Options options) {
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
      z = step(t, s, options.eta).take(z, prediction.signal(), noise, t, s, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  /**
   * The steps of eta 0 the other way round (Song et al., section 4.3 and equation 14): each is made
   * with the prediction at the level it comes from, so sampling returns the data up to an error of
   * the order of a step.
   */
  @Override
  public Batch encode(Denoiser denoiser, Batch data, StepListener listener) {
    if (options.eta != 0) {
      throw new IllegalStateException(
          "ddim encodes with eta 0 only, not " + options.eta + ": random steps have no inverse");
    }
    Walk walk = new Walk(denoiser, options.walk);
    Batch z = data.times(walk.from(walk.steps()).alpha());
    for (int i = walk.steps(); i > 1; i--) {
      Prediction prediction = walk.predict(z, i);
      z = Step.flow(walk.from(i), walk.from(i - 1)).take(z, prediction.signal());
      listener.onStep(walk.steps() - i + 1, walk.steps() - 1, z, prediction);
    }
    return walk.noise(z);
  }

  /** The step from level t to the less noisy level s, with eps^ written out. */
  static Step step(NoiseLevel t, NoiseLevel s, double eta) {
    if (eta == 0) {
      return Step.flow(t, s);
    }
    // sigma_ts^2 / sigma_t^2 = 1 - SNR(t)/SNR(s), without the difference of two near-equal numbers.
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double deviation = eta * s.sigma() * Math.sqrt(share);
    double ofNoisePrediction = s.sigma() * Math.sqrt(1 - eta * eta * share);
    double ofLatent = ofNoisePrediction / t.sigma();
    return new Step(ofLatent, s.alpha() - t.alpha() * ofLatent, deviation);
  }
}
