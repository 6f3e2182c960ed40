package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * DPM-Solver, single step (Lu et al., "DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic
 * Model Sampling in Around 10 Steps", arXiv 2206.00927, algorithms 1 and 2): exact in the linear
 * part of the probability flow, with a Taylor polynomial of eps^ in lambda, half the log SNR. With
 * h the step in lambda, and e_0, e_1, e_2 the predictions at lambda, lambda + r_1 h and lambda +
 * r_2 h,
 *
 * <pre>
 * order 1: z' = alpha'/alpha z - sigma' (e^h - 1) e_0
 * order 2: ... - sigma'/(2 r_1) (e^h - 1) (e_1 - e_0),                     r_1 = 1/2
 * order 3: ... - sigma'/r_2 ((e^h - 1)/h - 1) (e_2 - e_0),                 r_1 = 1/3, r_2 = 2/3
 * </pre>
 *
 * <p>where e_2 of order 3 is taken at a point that is itself of order 2. A step makes as many
 * predictions as its order; the last one, to the data, is of order 1. Deterministic. Works for
 * every schedule, but from its pure noise, where lambda is infinite, with order 1 alone. Immutable;
 * safe for many threads.
 */
@Description("exponential integrator on the noise, single step, of order 1 to 3 (Lu et al. 2022)")
public final class DpmSolverSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param order order, and predictions a step
   */
  public record Options(
      @Included(defaults = {"steps: 10", "grid: log-snr"}) Walk.Options walk,
      @Description("order, and predictions a step") @Default("3") @Min(1) @Max(3) int order) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public DpmSolverSampler(Options options) {
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
      Prediction e0 = walk.predict(z, i);
      NoiseLevel t = walk.from(i);
      NoiseLevel s = walk.to(i);
      if (walk.isLast(i) || options.order == 1) {
        z = Step.flow(t, s).take(z, e0.signal());
      } else {
        z = options.order == 2 ? second(walk, z, e0, t, s) : third(walk, z, e0, t, s);
      }
      listener.onStep(i, walk.steps(), z, e0);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return options.order == 1
        ? options.walk.objections(assembly.schedule())
        : NeedsSignal.objections("dpm-solver", options.walk, assembly.schedule());
  }

  private static Batch second(Walk walk, Batch z, Prediction e0, NoiseLevel t, NoiseLevel s) {
    double r1 = 0.5;
    double h = (s.logSnr() - t.logSnr()) / 2;
    double time1 = timeBetween(walk, t, s, r1);
    Batch u1 = Step.flow(t, walk.schedule().at(time1)).take(z, e0.signal());
    Batch e1 = walk.predict(u1, time1).noise();
    double ofDifference = -s.sigma() * Math.expm1(h) / (2 * r1);
    return Step.flow(t, s)
        .take(z, e0.signal())
        .combine(1, ofDifference, e1, -ofDifference, e0.noise());
  }

  private static Batch third(Walk walk, Batch z, Prediction e0, NoiseLevel t, NoiseLevel s) {
    double r1 = 1 / 3.0;
    double r2 = 2 / 3.0;
    double h = (s.logSnr() - t.logSnr()) / 2;
    double time1 = timeBetween(walk, t, s, r1);
    Batch u1 = Step.flow(t, walk.schedule().at(time1)).take(z, e0.signal());
    Batch e1 = walk.predict(u1, time1).noise();
    double time2 = timeBetween(walk, t, s, r2);
    NoiseLevel level2 = walk.schedule().at(time2);
    double ofFirst = -level2.sigma() * r2 / r1 * (Math.expm1(r2 * h) / (r2 * h) - 1);
    Batch u2 =
        Step.flow(t, level2).take(z, e0.signal()).combine(1, ofFirst, e1, -ofFirst, e0.noise());
    Batch e2 = walk.predict(u2, time2).noise();
    double ofSecond = -s.sigma() / r2 * (Math.expm1(h) / h - 1);
    return Step.flow(t, s).take(z, e0.signal()).combine(1, ofSecond, e2, -ofSecond, e0.noise());
  }

  private static double timeBetween(Walk walk, NoiseLevel t, NoiseLevel s, double r) {
    return walk.schedule().timeOf(t.logSnr() + r * (s.logSnr() - t.logSnr()));
  }
}
