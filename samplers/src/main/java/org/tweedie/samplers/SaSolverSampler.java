package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * The stochastic Adams solver (Xue et al., "SA-Solver: Stochastic Adams Solver for Fast Sampling of
 * Diffusion Models", arXiv 2309.05019, algorithm 1) for the equations that all have the flow's
 * marginals, with tau times the noise of the reverse of the noising process. In lambda, half the
 * log SNR, with h the step (proposition 4.2 and equations 14 to 17, with data prediction),
 *
 * <pre>
 * z' = sigma'/sigma e^(-tau^2 h) z + alpha' sum_m w_m x^_m + sigma' sqrt(1 - e^(-2 tau^2 h)) n
 * </pre>
 *
 * <p>where the weights w are exact for polynomials in lambda: the integrals of Lagrange's
 * polynomials by {@code (1 + tau^2) e^(-(1 + tau^2)(lambda' - lambda))}. The predictor takes the
 * last signals; the corrector those and the one predicted where the predictor leads, with the same
 * noise, and the next step needs that prediction anyway. Where tau is 0 it is the probability
 * flow's multistep method, as {@code unipc}; where it is 1 and there is no corrector, with order 1,
 * it is ancestral sampling.
 *
 * <p>tau is constant while sigma/alpha lies between s-min and s-max, and 0 elsewhere. The weak
 * order is 2 where there is noise, however high the order of the polynomials: what noise does to a
 * prediction within its own step cannot be told from the predictions of other steps (the paper's
 * theorems 5.1 and 5.2 have that error as {@code tau h} beside {@code h^s}). The last step is that
 * to the predicted signal; steps that are much longer in lambda than the ones before are of lower
 * order. One prediction a step. Works for every schedule. Immutable; safe for many threads.
 */
@Description(
    "stochastic Adams method, predictor and corrector, with noise as wanted (Xue et al. 2023)")
public final class SaSolverSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param predictor how many predictions the predictor uses
   * @param corrector how many earlier predictions the corrector uses beside the new one; 0 for no
   *     corrector
   * @param tau how much noise: 0 is the probability flow, 1 the reverse of the noising process
   * @param sMin smallest sigma/alpha from which a step is noisy
   * @param sMax largest sigma/alpha from which a step is noisy
   * @param sNoise factor of the noise
   */
  public record Options(
      @Included(defaults = {"steps: 20", "grid: log-snr"}) Walk.Options walk,
      @Description("how many predictions the predictor uses") @Default("3") @Min(1) @Max(4)
          int predictor,
      @Description("how many earlier predictions the corrector uses beside the new one; 0 for none")
          @Default("3")
          @PositiveOrZero
          @Max(4)
          int corrector,
      @Description("how much noise: 0 is the probability flow, 1 the reverse of noising")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("2")
          double tau,
      @Description("smallest sigma/alpha from which a step is noisy") @Default("0") @PositiveOrZero
          double sMin,
      @Description("largest sigma/alpha from which a step is noisy; 1e14 is no bound")
          @Default("1e14")
          @PositiveOrZero
          double sMax,
      @Description(Step.FACTOR) @Default("1") @Positive double sNoise) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if s-max is below s-min
     */
    public Options {
      if (!(sMin <= sMax)) {
        throw new IllegalArgumentException(
            "s-max must be at least s-min, or no step is noisy, but they are %s and %s"
                .formatted(sMax, sMin));
      }
    }

    /** Noise at all levels, as it is. */
    public static Options of(Walk.Options walk, int predictor, int corrector, double tau) {
      return new Options(walk, predictor, corrector, tau, 0, 1e14, 1);
    }

    private double tau(NoiseLevel level) {
      double s = Step.ratio(level);
      // No signal is left where s is infinite: that is beyond every bound but the one that is none.
      return s >= sMin && (s <= sMax || sMax >= 1e14) ? tau : 0;
    }
  }

  private final Options options;

  /** With the given options. */
  @Inject
  public SaSolverSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(Math.max(options.predictor, options.corrector));
    Batch z = walk.start(start);
    Prediction prediction = walk.predict(z, 1);
    for (int i = 1; i < walk.steps(); i++) {
      history.add(walk.from(i).logSnr() / 2, prediction.signal());
      Adams step = new Adams(walk.from(i), walk.to(i), options.tau(walk.from(i)));
      Batch moved = step.moved(z, noise, options.sNoise, i);
      double[] nodes = history.nodes(walk.to(i).logSnr() / 2);
      Batch predicted = step.towards(moved, first(nodes, options.predictor), history.predictions());
      Prediction next = walk.predict(predicted, i + 1);
      z = predicted;
      if (options.corrector > 0) {
        // The new one second, for the oldest are the first that can be spared.
        List<Batch> signals = new ArrayList<>(history.predictions());
        signals.add(1, next.signal());
        z = step.towards(moved, Interpolation.withNew(first(nodes, options.corrector)), signals);
      }
      listener.onStep(i, walk.steps(), z, prediction);
      prediction = next;
    }
    z = prediction.signal();
    listener.onStep(walk.steps(), walk.steps(), z, prediction);
    return z;
  }

  private static double[] first(double[] nodes, int most) {
    return Arrays.copyOf(nodes, Math.min(nodes.length, most));
  }

  /**
   * One step.
   *
   * @param t where it comes from
   * @param s where it leads
   * @param tau its noise
   */
  private record Adams(NoiseLevel t, NoiseLevel s, double tau) {

    /** All of the step but the signals' part, which predictor and corrector share. */
    Batch moved(Batch z, NoiseSource noise, double factor, int draw) {
      Step step = Step.stochastic(t, s, tau).withNoise(factor);
      return step.ofNoise() == 0
          ? z.times(step.ofLatent())
          : z.combine(step.ofLatent(), step.ofNoise(), Step.between(noise, t, s, draw));
    }

    Batch towards(Batch moved, double[] nodes, List<Batch> signals) {
      double h = (1 + tau * tau) * (s.logSnr() - t.logSnr()) / 2;
      double[] moments = Interpolation.exponentialMoments(h, nodes.length);
      double[] weights = Interpolation.boundedWeights(nodes, moments);
      return Interpolation.sum(1, moved, s.alpha(), weights, signals);
    }
  }
}
