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
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * The diffusion exponential integrator sampler with a polynomial in time, tAB-DEIS (Zhang and Chen,
 * "Fast Sampling of Diffusion Models with Exponential Integrator", arXiv 2204.13902). With {@code s
 * = sigma/alpha} as a function of time,
 *
 * <pre>
 * z'/alpha' = z/alpha + sum_j C_j eps^_j,  C_j = integral from t to t' of l_j(r) ds(r)
 * </pre>
 *
 * <p>with l_j the Lagrange polynomials in time of the last predictions. The first steps, for which
 * there are fewer predictions, are of lower order; so are the last, and those for which the
 * polynomial would lead too far. Deterministic, one prediction a step. Works for every schedule:
 * from pure noise, where s is infinite, the first step is the limit of Euler's. Immutable; safe for
 * many threads.
 */
@Description(
    "exponential integrator with a polynomial in time, of order 1 to 3 (Zhang and Chen 2022)")
public final class DeisSampler implements Walking {

  private static final int PANELS = 64;

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param order how many predictions a step is made of
   */
  public record Options(
      @Included(defaults = {"steps: 20", "grid: quadratic"}) Walk.Options walk,
      @Description("how many predictions a step is made of") @Default("3") @Min(1) @Max(3)
          int order) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public DeisSampler(Options options) {
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
        history.add(walk.time(i), prediction.noise());
        double[] nodes = history.nodes(walk.time(i + 1));
        double[] moments = moments(walk.schedule(), walk.time(i), walk.time(i + 1), nodes.length);
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

  /**
   * The integrals of {@code u^k ds} over a step, u from 0 to 1 linear in time. By parts they are
   * {@code [u^k s] - k integral of s u^(k-1) du}, which needs no derivative of the schedule and
   * makes moment 0 exact; the integral is Simpson's.
   */
  private static double[] moments(NoiseSchedule schedule, double from, double to, int count) {
    double[] moments = new double[count];
    double first = Step.ratio(schedule.at(from));
    double last = Step.ratio(schedule.at(to));
    moments[0] = last - first;
    for (int k = 1; k < count; k++) {
      double integral = (last + (k == 1 ? first : 0)) / (3 * PANELS);
      for (int j = 1; j < PANELS; j++) {
        double u = (double) j / PANELS;
        double s = Step.ratio(schedule.at(from + u * (to - from)));
        integral += (j % 2 == 0 ? 2 : 4) * s * Math.pow(u, k - 1) / (3 * PANELS);
      }
      moments[k] = last - k * integral;
    }
    return moments;
  }
}
