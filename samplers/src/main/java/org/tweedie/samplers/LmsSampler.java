package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * The linear multistep method (Adams-Bashforth) in {@code s = sigma/alpha}: with {@code y =
 * z/alpha}, from s to s',
 *
 * <pre>
 * y' = y + sum_j C_j eps^_j,  C_j = integral from s to s' of l_j(r) dr
 * </pre>
 *
 * <p>with l_j the Lagrange polynomials of the last predictions. It is also the rho-AB variant of
 * DEIS (Zhang and Chen, arXiv 2204.13902). The first steps, for which there are fewer predictions,
 * are of lower order; so are the last, and those that are much longer than the ones before.
 * Deterministic, one prediction a step. Works for every schedule: from pure noise, where s is
 * infinite, the first step is the limit of Euler's. Immutable; safe for many threads.
 */
@Description("linear multistep method in sigma, of order 1 to 4")
public final class LmsSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param order how many predictions a step is made of
   */
  public record Options(
      @Included(defaults = {"steps: 25", "grid: karras"}) Walk.Options walk,
      @Description("how many predictions a step is made of") @Default("4") @Min(1) @Max(4)
          int order) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public LmsSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(options.order);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      if (walk.isLast(i)) {
        z = prediction.signal();
      } else {
        NoiseLevel t = walk.from(i);
        NoiseLevel s = walk.to(i);
        history.add(Step.ratio(t), prediction.noise());
        double[] nodes = history.nodes(Step.ratio(s));
        double[] moments = Interpolation.plainMoments(Step.ratio(s) - Step.ratio(t), nodes.length);
        double[] weights = Interpolation.boundedWeights(nodes, moments);
        z =
            t.alpha() == 0
                ? Step.flow(t, s).take(z, prediction.signal())
                : Interpolation.sum(
                    s.alpha() / t.alpha(), z, s.alpha(), weights, history.predictions());
      }
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }
}
