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
 * The midpoint method in {@code s = sigma/alpha} with the midpoint in log s: what Karras et al.
 * make of DPM-Solver-2 (arXiv 2206.00364, algorithm 3 with their sigma, and Lu et al., arXiv
 * 2206.00927, algorithm 1). With {@code y = z/alpha}, from s to s':
 *
 * <pre>
 * m  = sqrt(s s'),  u = y + (m - s) eps^(y, s)
 * y' = y + (s' - s) eps^(u, m)
 * </pre>
 *
 * <p>The last step is Euler's, so N steps make 2N - 1 predictions. Deterministic, of order 2. Works
 * for every schedule, but not from its pure noise, where s is infinite. Immutable; safe for many
 * threads.
 */
@Description("the midpoint method, of order 2, with the midpoint in log sigma")
public final class Dpm2Sampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   */
  public record Options(@Included(defaults = {"steps: 20", "grid: karras"}) Walk.Options walk) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public Dpm2Sampler(Options options) {
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
      z = walk.isLast(i) ? prediction.signal() : step(walk, z, prediction, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return NeedsSignal.objections("dpm-2", options.walk, assembly.schedule());
  }

  private static Batch step(Walk walk, Batch z, Prediction prediction, int step) {
    NoiseLevel t = walk.from(step);
    NoiseLevel s = walk.to(step);
    double time = walk.schedule().timeOf((t.logSnr() + s.logSnr()) / 2);
    NoiseLevel m = walk.schedule().at(time);
    Batch u = Step.flow(t, m).take(z, prediction.signal());
    double delta = s.alpha() * (Step.ratio(s) - Step.ratio(t));
    return z.combine(s.alpha() / t.alpha(), delta, walk.predict(u, time).noise());
  }
}
