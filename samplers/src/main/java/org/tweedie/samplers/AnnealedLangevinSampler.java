package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Annealed Langevin dynamics (Song and Ermon, "Generative Modeling by Estimating Gradients of the
 * Data Distribution", arXiv 1907.05600, algorithm 1; Luo, arXiv 2208.11970, section "Score-based
 * Generative Models"): at each level of {@code s = sigma/alpha}, from the largest to the smallest,
 * some Langevin steps of {@code y = z/alpha} whose size goes with s^2,
 *
 * <pre>{@code
 * y <- y + c s^(y) + sqrt(2c) n,  c = step-size s^2,  s^(y) = -eps^ / s
 * }</pre>
 *
 * <p>and at the end the predicted signal. A stationary variance is too large by about half of the
 * step size at most, where the data are narrow beside s. Slow; for study. Works for every schedule,
 * but not from its pure noise, where y is infinite. Immutable; safe for many threads.
 */
@Description("Langevin dynamics from the largest noise level to the smallest (Song and Ermon 2019)")
public final class AnnealedLangevinSampler implements Walking, LangevinDynamics {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param innerSteps Langevin steps at each noise level
   * @param stepSize c / s^2
   */
  public record Options(
      @Included(defaults = {"steps: 200", "grid: log-snr"}) Walk.Options walk,
      @Description("Langevin steps at each noise level") @Default("5") @Min(1) @Max(1_000)
          int innerSteps,
      @Description("size c of a Langevin step at sigma/alpha 1; stable below 2")
          @Default("0.1")
          @Positive
          @DecimalMax("2")
          double stepSize) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public AnnealedLangevinSampler(Options options) {
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
      double sigma = walk.from(i).sigma();
      double c = options.stepSize;
      Prediction prediction = walk.predict(z, i);
      for (int k = 0; k < options.innerSteps; k++) {
        Batch n = noise.draw(draw++);
        z = z.combine(1, -c * sigma, prediction.noise(), Math.sqrt(2 * c) * sigma, n);
        if (walk.isLast(i) || k < options.innerSteps - 1) {
          prediction = walk.predict(z, i);
        }
      }
      z = walk.isLast(i) ? prediction.signal() : z.times(walk.to(i).alpha() / walk.from(i).alpha());
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return NeedsSignal.objections("annealed-langevin", options.walk, assembly.schedule());
  }

  @Override
  public boolean isAnnealed() {
    return true;
  }

  /**
   * Data narrow beside s have c = step-size s^2 and v = s^2. That is the share of the steps alone:
   * with few levels the chain lags behind them, and leaves more.
   */
  @Override
  public double varianceError(double v) {
    double share = options.stepSize / 2;
    return share < 1 ? share / (1 - share) : Double.POSITIVE_INFINITY;
  }
}
