package org.tweedie.samplers;

import jakarta.inject.Inject;
import java.util.List;
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
 * Pseudo numerical methods for diffusion models (Liu et al., arXiv 2202.09778): numerical methods
 * for the slope in time, but with the transfer of DDIM in place of a straight step,
 *
 * <pre>
 * phi(z, e, t, t') = alpha'/alpha z + (sigma' - sigma alpha'/alpha) e
 * e' = (55 e_t - 59 e_(t+d) + 37 e_(t+2d) - 9 e_(t+3d)) / 24
 * </pre>
 *
 * <p>The first three steps are of the pseudo Runge-Kutta method, with four predictions each, where
 * the later ones are of the pseudo linear multistep method with one. On a grid that is not uniform
 * the weights 55, -59, 37, -9 become those of its spacing. Deterministic; of order 2, since the
 * mean of e over time is not the one over sigma/alpha. The last step is DDIM's.
 *
 * <p>Where a schedule is steep these means are no estimate: near time 1 of a cosine the first of 10
 * steps divides sigma/alpha by 50, and multiplies what they are off by as much. So a step over more
 * than {@value #WIDE} of log SNR is DDIM's, as from pure noise, where sigma/alpha is infinite; and
 * a step takes only as many predictions as keep the sum of its weights' sizes below 10; that of 55,
 * -59, 37, -9 is 6.7. Works for every schedule. Immutable; safe for many threads.
 */
@Description("pseudo numerical method, of order 2 (Liu et al. 2022)")
public final class PndmSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   */
  public record Options(@Included(defaults = {"steps: 50", "grid: uniform"}) Walk.Options walk) {}

  private static final double WIDE = 3;

  private final Options options;

  /** With the given options. */
  @Inject
  public PndmSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(4);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      if (walk.isLast(i)) {
        z = prediction.signal();
      } else {
        history.add(walk.time(i), prediction.noise());
        Batch slope = slope(walk, z, history, i);
        z =
            walk.from(i).alpha() == 0
                ? Step.flow(walk.from(i), walk.to(i)).take(z, prediction.signal())
                : transfer(z, slope, walk.from(i), walk.to(i));
      }
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private static Batch slope(Walk walk, Batch z, History history, int step) {
    Batch newest = history.predictions().get(0);
    if (walk.to(step).logSnr() - walk.from(step).logSnr() > WIDE) {
      return newest;
    }
    return step < 4 ? rungeKutta(walk, z, newest, step) : multistep(walk, history, step);
  }

  private static Batch multistep(Walk walk, History history, int step) {
    double[] nodes = history.nodes(walk.time(step + 1));
    double[] weights =
        Interpolation.boundedWeights(nodes, Interpolation.plainMoments(1, nodes.length));
    List<Batch> predictions = history.predictions();
    return Interpolation.sum(0, predictions.get(0), 1, weights, predictions);
  }

  private static Batch rungeKutta(Walk walk, Batch z, Batch e1, int step) {
    double time = (walk.time(step) + walk.time(step + 1)) / 2;
    NoiseLevel t = walk.from(step);
    NoiseLevel middle = walk.schedule().at(time);
    Batch e2 = walk.predict(transfer(z, e1, t, middle), time).noise();
    Batch e3 = walk.predict(transfer(z, e2, t, middle), time).noise();
    Batch e4 = walk.predict(transfer(z, e3, t, walk.to(step)), walk.time(step + 1)).noise();
    double[] weights = {1 / 6.0, 2 / 6.0, 2 / 6.0, 1 / 6.0};
    return Interpolation.sum(0, z, 1, weights, List.of(e1, e2, e3, e4));
  }

  private static Batch transfer(Batch z, Batch e, NoiseLevel t, NoiseLevel s) {
    double delta = Step.ratio(s) - Step.ratio(t);
    return z.combine(s.alpha() / t.alpha(), s.alpha() * delta, e);
  }
}
