package org.tweedie.samplers;

import jakarta.inject.Inject;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Euler's method in {@code s = sigma/alpha}, with the noise as the slope: the first half of
 * algorithm 2 of Karras et al. ("Elucidating the Design Space of Diffusion-Based Generative
 * Models", arXiv 2206.00364), with its churn:
 *
 * <pre>
 * d(z/alpha)/ds = eps^,  z_s/alpha_s = z_t/alpha_t + (s_s - s_t) eps^
 * </pre>
 *
 * <p>That is the step of DDIM with eta 0 in other symbols: without churn {@code euler} and {@code
 * ddim} differ in the grid that they start from only. Order 1. Works for every schedule, but churns
 * none whose alpha is 0 at that level. Immutable; safe for many threads.
 */
@Description("Euler's method, with churn (Karras et al. 2022)")
public final class EulerSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param churn noise that is added before steps
   */
  public record Options(
      @Included(defaults = {"steps: 50", "grid: karras"}) Walk.Options walk,
      @Included Churn churn) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public EulerSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    Churn churn = options.churn;
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      double time = churn.time(walk, i);
      NoiseLevel t = walk.schedule().at(time);
      Batch churned = churn.apply(z, walk.from(i), t, noise, i);
      Prediction prediction = walk.predict(churned, time);
      z = Step.flow(t, walk.to(i)).take(churned, prediction.signal());
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }
}
