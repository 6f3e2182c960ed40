package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Grid;

/**
 * Langevin dynamics at one noise level (Luo, "Understanding Diffusion Models: A Unified
 * Perspective", arXiv 2208.11970, equation 158):
 *
 * <pre>{@code
 * z <- z + c s^(z) + sqrt(2c) n,  c = step-size sigma^2,  s^(z) = -eps^ / sigma
 * }</pre>
 *
 * <p>On N(0, v) its stationary variance is {@code v / (1 - c/(2v))}, and it diverges for c above
 * 2v. Since v is at least sigma^2, a step measured in sigma^2 is stable below 2 at every level of
 * every schedule; the less noise, the more steps it takes to get anywhere. It finds the modes of
 * data but not their weights, as between them it hardly passes: the reason for {@code
 * annealed-langevin} and for diffusion itself (Song and Ermon, arXiv 1907.05600, section 3.2). For
 * study. Works for every schedule. There is no grid to choose and predictions are not clipped.
 * Immutable; safe for many threads.
 */
@Description("Langevin dynamics at one noise level, for study")
public final class LangevinSampler implements Sampler, LangevinDynamics {

  /**
   * Steps and where.
   *
   * @param steps how many steps, each one prediction
   * @param stepSize c / sigma^2
   * @param time the time whose noise level is sampled
   * @param denoise whether the predicted signal is returned and not the latent
   */
  public record Options(
      @Description("how many steps") @Default("1000") @Min(1) @Max(1_000_000) int steps,
      @Description("size c of a step in units of the noise's variance; stable below 2")
          @Default("0.1")
          @Positive
          @DecimalMax("2")
          double stepSize,
      @Description("the time whose noise level is sampled")
          @Default("0.5")
          @PositiveOrZero
          @DecimalMax("1")
          double time,
      @Description("whether the predicted signal is returned and not the latent") @Default("true")
          boolean denoise) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public LangevinSampler(Options options) {
    this.options = options;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    double time = Math.max(options.time, Grid.earliest(denoiser.schedule()));
    double sigma = denoiser.schedule().at(time).sigma();
    double c = options.stepSize;
    Batch z = start;
    for (int i = 1; i <= options.steps; i++) {
      Prediction prediction = denoiser.predict(z, time);
      Batch n = noise.draw(i);
      z = z.combine(1, -c * sigma, prediction.noise(), Math.sqrt(2 * c) * sigma, n);
      listener.onStep(i, options.steps, z, prediction);
    }
    return options.denoise ? denoiser.predict(z, time).signal() : z;
  }

  @Override
  public boolean isAnnealed() {
    return false;
  }

  /** At most: data narrow beside the noise have v = sigma^2. */
  @Override
  public double varianceError(double v) {
    double share = options.stepSize / 2;
    return share < 1 ? share / (1 - share) : Double.POSITIVE_INFINITY;
  }
}
