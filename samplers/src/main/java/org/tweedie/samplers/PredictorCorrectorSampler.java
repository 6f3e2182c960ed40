package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
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
 * Predictor and corrector (Song et al., "Score-Based Generative Modeling through Stochastic
 * Differential Equations", arXiv 2011.13456, algorithms 1 to 5). From time t to s, the predictor
 *
 * <pre>
 * reverse diffusion: z_s = (2 - alpha_ts) z_t + sigma_ts^2 s^(z_t) + sigma_ts n   (appendix E)
 * ancestral:         the reverse posterior                                        (appendix F)
 * </pre>
 *
 * <p>and then, so many times as asked for, the corrector, Langevin's step at the level s:
 *
 * <pre>{@code
 * z <- z + c s^(z) + sqrt(2c) n,  c = 2 (alpha_ts r sigma_s)^2
 * }</pre>
 *
 * <p>with r the signal-to-noise ratio of the step. In algorithms 4 and 5 sigma_s stands as |n| /
 * |s^|, which the authors average over a batch; here it is what that is in the mean (as in their
 * code's annealed Langevin corrector), so a sample does not depend on its batch. The last step is
 * that to the predicted signal. Works for every schedule. Immutable; safe for many threads.
 */
@Description("reverse diffusion with Langevin steps in between (Song et al. 2020)")
public final class PredictorCorrectorSampler implements Walking {

  /** The step between noise levels. */
  public enum Predictor {
    /** The reverse SDE, discretised as the forward one is. */
    REVERSE_DIFFUSION,
    /** The reverse posterior of ancestral sampling. */
    ANCESTRAL
  }

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param predictor the step between noise levels
   * @param corrections Langevin steps at each noise level
   * @param snr r, the signal-to-noise ratio of a Langevin step
   */
  public record Options(
      @Included(defaults = {"steps: 500", "grid: trailing"}) Walk.Options walk,
      @Description("the step between noise levels: discretised reverse diffusion, or ancestral")
          @Default("reverse-diffusion")
          Predictor predictor,
      @Description("Langevin steps at each noise level") @Default("1") @PositiveOrZero @Max(1000)
          int corrections,
      @Description("signal-to-noise ratio of a Langevin step") @Default("0.16") @Positive
          double snr) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public PredictorCorrectorSampler(Options options) {
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
    long draw = 1;
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      if (walk.isLast(i)) {
        z = prediction.signal();
      } else {
        Batch n = Step.between(noise, walk.from(i), walk.to(i), draw++);
        z = predicted(walk.from(i), walk.to(i), prediction, n);
        for (int k = 0; k < options.corrections; k++) {
          Prediction score = walk.predict(z, i + 1);
          z = corrected(walk.from(i), walk.to(i), score, noise.draw(draw++));
        }
      }
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private Batch predicted(NoiseLevel t, NoiseLevel s, Prediction prediction, Batch n) {
    Batch z = prediction.latent();
    if (options.predictor == Predictor.ANCESTRAL) {
      Step step = AncestralSampler.step(t, s, AncestralSampler.Variance.POSTERIOR);
      return z.combine(step.ofLatent(), step.ofSignal(), prediction.signal(), step.ofNoise(), n);
    }
    double sigmaTs = t.sigma() * Math.sqrt(-Math.expm1(t.logSnr() - s.logSnr()));
    // s^ = -eps^/sigma, with the quotient of the two sigmas taken together.
    double ofNoise = -sigmaTs * sigmaTs / t.sigma();
    return z.combine(2 - t.alpha() / s.alpha(), ofNoise, prediction.noise(), sigmaTs, n);
  }

  private Batch corrected(NoiseLevel t, NoiseLevel s, Prediction prediction, Batch n) {
    double c = 2 * Math.pow(t.alpha() / s.alpha() * options.snr * s.sigma(), 2);
    return prediction.latent().combine(1, -c / s.sigma(), prediction.noise(), Math.sqrt(2 * c), n);
  }
}
