package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * Heun's second-order method in {@code s = sigma/alpha} (Karras et al., "Elucidating the Design
 * Space of Diffusion-Based Generative Models", arXiv 2206.00364, algorithm 2). A step from s to s'
 * adds a little noise first, to s^, where churn is asked for; then, with {@code y = z/alpha},
 *
 * <pre>
 * d  = eps^(y, s^),             y' = y + (s' - s^) d
 * d' = eps^(y', s'),            y' = y + (s' - s^) (d + d')/2
 * </pre>
 *
 * <p>The second line is left out in the last step, so N steps make 2N - 1 predictions. Without
 * churn it is deterministic and of order 2. Works for every schedule, but not from its pure noise,
 * where s is infinite. Immutable; safe for many threads.
 */
@Description("Heun's method, of order 2, with churn (Karras et al. 2022)")
public final class HeunSampler implements Sampler, Selective {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param steps how many steps
   * @param grid where the predictions are made
   * @param times the times of the predictions, in place of steps and grid
   * @param clip whether images' predicted signals are clamped to [-1, 1]
   * @param dynamicThreshold percentile of dynamic thresholding, or 0
   * @param sChurn how much noise is added, over all steps
   * @param sMin smallest sigma/alpha at which it is added
   * @param sMax largest sigma/alpha at which it is added
   * @param sNoise factor of the noise
   */
  public record Options(
      @Description(WalkOptions.STEPS) @Default("18") @Min(1) @Max(100_000) int steps,
      @Description(WalkOptions.GRID) @Default("karras") Grid grid,
      @Description(WalkOptions.TIMES) @Default("[]")
          List<@PositiveOrZero @DecimalMax("1") Double> times,
      @Description(WalkOptions.CLIP) @Default("true") boolean clip,
      @Description(WalkOptions.THRESHOLD) @Default("0") @PositiveOrZero @DecimalMax("1")
          double dynamicThreshold,
      @Description("churn: how much noise all steps together add and take away; 0 for none")
          @Default("0")
          @PositiveOrZero
          double sChurn,
      @Description("smallest sigma/alpha at which noise is churned") @Default("0") @PositiveOrZero
          double sMin,
      @Description("largest sigma/alpha at which noise is churned") @Default("1e6") @PositiveOrZero
          double sMax,
      @Description(
              "factor of the noise that is churned, slightly above 1 where a network takes"
                  + " away too much")
          @Default("1")
          @Positive
          double sNoise)
      implements WalkOptions {

    /** Checks that the times fall. */
    public Options {
      times = WalkOptions.falling(times);
    }
  }

  private final Options options;
  private final Churn churn;

  /**
   * With the given options.
   *
   * @throws IllegalArgumentException if s-max is below s-min
   */
  @Inject
  public HeunSampler(Options options) {
    this.options = options;
    this.churn = new Churn(options.sChurn, options.sMin, options.sMax, options.sNoise);
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options);
    Batch z = start;
    for (int i = 1; i <= walk.steps(); i++) {
      double time = churn.time(walk, i);
      Batch churned = churn.apply(z, walk.from(i), walk.schedule().at(time), noise, i);
      Prediction prediction = walk.predict(churned, time);
      z =
          walk.isLast(i)
              ? prediction.signal()
              : step(walk, churned, prediction, time, walk.time(i + 1));
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return NeedsSignal.objections("heun", options, assembly.schedule());
  }

  /** From one time to another, with the prediction at the first. */
  static Batch step(Walk walk, Batch z, Prediction prediction, double from, double to) {
    NoiseLevel t = walk.schedule().at(from);
    NoiseLevel s = walk.schedule().at(to);
    Batch euler = Step.flow(t, s).take(z, prediction.signal());
    double half = s.alpha() * (Step.ratio(s) - Step.ratio(t)) / 2;
    return euler.times(1, half, walk.predict(euler, to).noise(), -half, prediction.noise());
  }
}
