package __package__;

import jakarta.inject.Inject;
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
 * Goes from the predicted signal back to a little less noise, step by step (Song et al., "Denoising
 * Diffusion Implicit Models", arXiv 2010.02502, equation 12 with sigma 0):
 *
 * <pre>
 * z_s = alpha_s x^ + sigma_s eps^
 * </pre>
 *
 * <p>Deterministic but for the start. Keeps no state between calls, so many threads may use it.
 */
@Description("deterministic steps")
public final class __Component__ implements Walking {

  /**
   * What a config can set: how many steps, on which grid of times, and limits, as of the built-in
   * samplers. Options of your own stand beside them, each written like {@code @Description("how
   * strongly") @Default("0.5") @Positive double strength}.
   *
   * @param walk steps, times and limits
   */
  public record Options(
      @Included(defaults = {"steps: 50", "grid: trailing"}) Walk.Options walk) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk();
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk());
    Batch z = walk.start(start);
    for (int step = 1; step <= walk.steps(); step++) {
      Prediction prediction = walk.predict(z, step);
      // The last step goes all the way: alpha 1 and sigma 0.
      NoiseLevel s = walk.to(step);
      z = prediction.signal().combine(s.alpha(), s.sigma(), prediction.noise());
      listener.onStep(step, walk.steps(), z, prediction);
    }
    return z;
  }
}
