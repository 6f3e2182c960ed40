package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * Denoising diffusion implicit models (Song et al., "Denoising Diffusion Implicit Models", arXiv
 * 2010.02502, equations 12 and 16): from time t to s < t by
 *
 * <pre>
 * z_s = alpha_s x^ + sqrt(sigma_s^2 - v) eps^ + sqrt(v) n,  v = eta^2 sigma_ts^2 sigma_s^2/sigma_t^2
 * eps^ = (z_t - alpha_t x^) / sigma_t
 * </pre>
 *
 * <p>With eta 0 nothing but the start is random; with eta 1 it is ancestral sampling. Where the
 * predicted signal is clipped, eps^ follows from what is left of it, so that both still make up
 * z_t.
 *
 * <p>Works for every schedule, variance preserving or not. Times are uniform, 1 to 1/steps; the
 * last step leads to alpha 1 and sigma 0, so what is returned is the last predicted signal. For
 * good samples in few steps. Immutable; safe for many threads.
 */
@Description("deterministic sampling in few steps (Song et al. 2020)")
public final class DdimSampler implements Sampler {

  /**
   * Steps, randomness and clipping.
   *
   * @param steps how many predictions are made
   * @param eta from 0, deterministic, to 1, ancestral
   * @param clip whether predicted signals are clamped to [-1, 1]
   */
  public record Options(
      @Description("how many steps, each one prediction") @Default("50") @Min(1) @Max(100_000)
          int steps,
      @Description("randomness of the steps, from 0 (none) to 1 (that of ancestral sampling)")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1")
          double eta,
      @Description("whether the predicted signal is clamped to [-1, 1], where images lie")
          @Default("true")
          boolean clip) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public DdimSampler(Options options) {
    this.options = options;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    TimeGrid grid = new TimeGrid(denoiser.schedule(), options.steps);
    Batch z = start;
    for (int i = 1; i <= options.steps; i++) {
      Prediction prediction = denoiser.predict(z, grid.time(i));
      if (options.clip) {
        prediction = prediction.clampSignal(-1, 1);
      }
      z = step(grid.from(i), grid.to(i), options.eta).take(z, prediction.signal(), noise, i);
      listener.onStep(i, options.steps, z, prediction);
    }
    return z;
  }

  /** The step from level t to the less noisy level s, with eps^ written out. */
  static Step step(NoiseLevel t, NoiseLevel s, double eta) {
    // sigma_ts^2 / sigma_t^2 = 1 - SNR(t)/SNR(s), without the difference of two near-equal numbers.
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double deviation = eta * s.sigma() * Math.sqrt(share);
    double ofNoisePrediction = s.sigma() * Math.sqrt(1 - eta * eta * share);
    double ofLatent = ofNoisePrediction / t.sigma();
    return new Step(ofLatent, s.alpha() - t.alpha() * ofLatent, deviation);
  }
}
