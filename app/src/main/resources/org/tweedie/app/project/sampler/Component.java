package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * Goes from the predicted signal back to a little less noise, step by step (Song et al., "Denoising
 * Diffusion Implicit Models", arXiv 2010.02502, equation 12 with sigma 0):
 *
 * <pre>
 * z_s = alpha_s x^ + sigma_s eps^
 * </pre>
 *
 * <p>Deterministic but for the start. Keeps no state between calls, so many threads may use it.
 */
@Description("deterministic steps, even in time")
public final class __Component__ implements Sampler {

  /**
   * What a config can set.
   *
   * @param steps how many steps
   */
  public record Options(
      @Description("how many steps, one prediction each") @Default("50") @Min(1) @Max(100_000)
          int steps) {}

  private final int steps;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    steps = options.steps();
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Batch z = start;
    for (int step = 1; step <= steps; step++) {
      Prediction prediction = denoiser.predict(z, (double) (steps + 1 - step) / steps);
      // The last step goes all the way: alpha 1 and sigma 0.
      z = prediction.signal();
      if (step < steps) {
        NoiseLevel s = denoiser.schedule().at((double) (steps - step) / steps);
        z = z.times(s.alpha(), s.sigma(), prediction.noise());
      }
      listener.onStep(step, steps, z, prediction);
    }
    return z;
  }
}
