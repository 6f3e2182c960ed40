package org.tweedie.samplers;

import jakarta.inject.Inject;
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
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Restart sampling (Xu et al., "Restart Sampling for Improving Generative Processes", arXiv
 * 2306.14878, algorithm 1): Heun's method down in {@code s = sigma/alpha}, and, on arriving at
 * restart-min, K times
 *
 * <pre>{@code
 * forward:  y <- y + sqrt(s_max^2 - s_min^2) n
 * backward: y <- Heun's method from s_max to s_min, in restart-steps steps of Karras's grid
 * }</pre>
 *
 * <p>with {@code y = z/alpha}: the noise wipes out errors made above, at the price of few steps.
 * restart-min counts as the first level of the grid at or below it; where the grid has none, or
 * restart-max is beyond the noise of time 1, nothing restarts. Without restarts it is {@code heun}.
 * Works for every schedule, but not from its pure noise, where s is infinite. Immutable; safe for
 * many threads.
 */
@Description("Heun's method that goes back up by fresh noise, K times (Xu et al. 2023)")
public final class RestartSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param restartMin sigma/alpha from which it goes back up
   * @param restartMax sigma/alpha up to which it goes back
   * @param restarts how often it goes back up
   * @param restartSteps how many steps lead down again
   */
  public record Options(
      @Included(defaults = {"steps: 18", "grid: karras"}) Walk.Options walk,
      @Description("sigma/alpha from which it goes back up") @Default("0.06") @Positive
          double restartMin,
      @Description("sigma/alpha up to which it goes back") @Default("0.3") @Positive
          double restartMax,
      @Description("how often it goes back up") @Default("2") @PositiveOrZero @Max(1000)
          int restarts,
      @Description("how many steps lead down again") @Default("3") @Min(1) @Max(1000)
          int restartSteps) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if restart-max is not above restart-min
     */
    public Options {
      if (!(restartMax > restartMin)) {
        throw new IllegalArgumentException(
            "restart-max must be above restart-min, for restarts go back up, but they are %s and %s"
                .formatted(restartMax, restartMin));
      }
    }
  }

  private final Options options;

  /** With the given options. */
  @Inject
  public RestartSampler(Options options) {
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
      if (walk.isLast(i)) {
        z = prediction.signal();
      } else {
        z = HeunSampler.step(walk, z, prediction, walk.time(i), walk.time(i + 1));
        if (restartsAfter(walk, i)) {
          for (int k = 1; k <= options.restarts; k++) {
            z = restarted(walk, z, walk.time(i + 1), noise.draw(k));
          }
        }
      }
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return NeedsSignal.objections("restart", options.walk, assembly.schedule());
  }

  private boolean restartsAfter(Walk walk, int step) {
    return Step.ratio(walk.to(step)) <= options.restartMin
        && Step.ratio(walk.from(step)) > options.restartMin
        && Step.ratio(walk.to(step)) < options.restartMax
        && options.restartMax <= Step.ratio(walk.schedule().at(1));
  }

  private Batch restarted(Walk walk, Batch z, double time, Batch n) {
    NoiseLevel bottom = walk.schedule().at(time);
    double from = walk.timeOfRatio(options.restartMax);
    Step up = Step.renoise(bottom, walk.schedule().at(from), 1);
    Batch result = z.combine(up.ofLatent(), up.ofNoise(), n);
    for (int j = 1; j <= options.restartSteps; j++) {
      double share = (double) j / options.restartSteps;
      double ratio = Grid.karras(options.restartMax, Step.ratio(bottom), share);
      double to = j == options.restartSteps ? time : walk.timeOfRatio(ratio);
      result = HeunSampler.step(walk, result, walk.predict(result, from), from, to);
      from = to;
    }
    return result;
  }
}
