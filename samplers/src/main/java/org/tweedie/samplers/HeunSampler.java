package org.tweedie.samplers;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

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
public final class HeunSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param churn noise that is added before steps
   */
  public record Options(
      @Included(defaults = {"steps: 18", "grid: karras"}) Walk.Options walk,
      @Included Churn churn) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public HeunSampler(Options options) {
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
    return NeedsSignal.objections("heun", options.walk, assembly.schedule());
  }

  /** From one time to another, with the prediction at the first. */
  static Batch step(Walk walk, Batch z, Prediction prediction, double from, double to) {
    NoiseLevel t = walk.schedule().at(from);
    NoiseLevel s = walk.schedule().at(to);
    Batch euler = Step.flow(t, s).take(z, prediction.signal());
    double half = s.alpha() * (Step.ratio(s) - Step.ratio(t)) / 2;
    return euler.combine(1, half, walk.predict(euler, to).noise(), -half, prediction.noise());
  }
}
