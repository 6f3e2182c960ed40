package org.tweedie.samplers;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Ancestral sampling: from time t to {@code s < t} by the reverse posterior with the predicted
 * signal in place of the true one (Luo, "Understanding Diffusion Models: A Unified Perspective",
 * arXiv 2208.11970, equation 84; Ho et al., arXiv 2006.11239, algorithm 2):
 *
 * <pre>
 * z_s ~ N(alpha_ts sigma_s^2/sigma_t^2 z_t + alpha_s sigma_ts^2/sigma_t^2 x^, variance)
 * alpha_ts = alpha_t / alpha_s,  sigma_ts^2 = sigma_t^2 - alpha_ts^2 sigma_s^2
 * </pre>
 *
 * <p>Works for every schedule, variance preserving or not. The last step adds no noise and leads to
 * alpha 1 and sigma 0, so what is returned is the last predicted signal. The sampler of the model
 * that the variational bound describes; wants many steps. Immutable; safe for many threads.
 */
@Description(
    "ancestral sampling: the reverse of the noising process, step by step (Ho et al. 2020)")
public final class AncestralSampler implements Walking {

  /**
   * How much noise a step adds (Ho et al., section 3.2; Nichol and Dhariwal, arXiv 2102.09672,
   * equation 15).
   */
  public enum Variance {
    /** {@code sigma_ts^2 sigma_s^2/sigma_t^2}: that of the posterior; right for a single point. */
    POSTERIOR,
    /** {@code sigma_ts^2}: that of the forward step; right for standard normal data. */
    UPPER,
    /** Between these two, for each dimension as the network says; see {@link ReverseVariance}. */
    LEARNED
  }

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param variance how much noise a step adds
   */
  public record Options(
      @Included(defaults = {"steps: 250", "grid: trailing"}) Walk.Options walk,
      @Description(
              "noise of a step: that of the posterior, its upper bound, or as the network learnt")
          @Default("posterior")
          Variance variance) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public AncestralSampler(Options options) {
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
      z =
          options.variance == Variance.LEARNED
              ? learned(walk.from(i), walk.to(i), z, prediction, noise, i)
              : step(walk.from(i), walk.to(i), options.variance)
                  .take(z, prediction.signal(), noise, walk.from(i), walk.to(i), i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private static Batch learned(
      NoiseLevel t, NoiseLevel s, Batch z, Prediction prediction, NoiseSource noise, long draw) {
    Step step = step(t, s, Variance.POSTERIOR);
    if (s.sigma() == 0) {
      return step.take(z, prediction.signal());
    }
    Batch fraction =
        prediction
            .varianceFraction()
            .orElseThrow(() -> new IllegalArgumentException(withoutVariance()));
    double least = ReverseVariance.deviation(t, s, 0);
    double logRange = ReverseVariance.logExcess(t, s, 1) / 2;
    float[] values = Step.between(noise, t, s, draw).values().clone();
    for (int i = 0; i < values.length; i++) {
      // ReverseVariance.deviation, without what is the same for all.
      values[i] *= (float) (least * Math.exp(fraction.values()[i] * logRange));
    }
    return z.combine(
        step.ofLatent(), step.ofSignal(), prediction.signal(), 1, Batch.of(z.shape(), values));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return options.variance == Variance.LEARNED && !assembly.objective().learnsVariance()
        ? List.of(withoutVariance())
        : options.walk.objections(assembly.schedule());
  }

  private static String withoutVariance() {
    return "The sampler ancestral with variance: learned takes the variance of its steps from the"
        + " network, and the objective teaches it none. Set variance to posterior or upper, or train"
        + " with an objective that learns the variance, such as hybrid.";
  }

  /** The step from level t to the less noisy level s. */
  static Step step(NoiseLevel t, NoiseLevel s, Variance variance) {
    double alphaTs = t.alpha() / s.alpha();
    double ratio = s.sigma() / t.sigma();
    // sigma_ts^2 / sigma_t^2 = 1 - SNR(t)/SNR(s), without the difference of two near-equal numbers.
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double noise = Math.sqrt(share) * (variance == Variance.UPPER ? t.sigma() : s.sigma());
    return new Step(alphaTs * ratio * ratio, s.alpha() * share, s.sigma() == 0 ? 0 : noise);
  }
}
