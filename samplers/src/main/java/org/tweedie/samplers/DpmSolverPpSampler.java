package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
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
 * DPM-Solver++ (Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion
 * Probabilistic Models", arXiv 2211.01095, algorithms 1 and 2): exact in the linear part of the
 * probability flow, with a polynomial of the predicted signal in lambda, half the log SNR. With h
 * the step in lambda,
 *
 * <pre>
 * flow: z' = sigma'/sigma z - alpha' (e^-h - 1) D
 * SDE:  z' = sigma'/sigma e^-(e h) z + alpha' (1 - e^-(1 + e)h) D + sigma' sqrt(1 - e^-2eh) n
 * D     = x_0 + (x_0 - x_1) / (2 r),  r = (step before)/h          (multistep)
 * D     = x_0 + (x_(1/2) - x_0)                                     (single step)
 * </pre>
 *
 * <p>where e is the square of eta: 1 in the paper, which is the reverse of the noising process;
 * with less noise it is one of the other equations of the same marginals (Xue et al., arXiv
 * 2309.05019, proposition 4.2).
 *
 * <p>The third order takes the integral of the parabola through the last three signals. The first
 * steps, for which there are fewer predictions, are of lower order; so is the last. The multistep
 * variants extrapolate, so steps that are much longer in lambda than the ones before are of lower
 * order too; a grid in time can have such steps near time 0. Works for every schedule. The usual
 * choice for few steps under guidance. Immutable; safe for many threads.
 */
@Description("exponential integrator on the signal, for few steps (Lu et al. 2022)")
public final class DpmSolverPpSampler implements Walking {

  /** The members of the family. */
  public enum Variant {
    /** DPM-Solver++(2M): order 2, one prediction a step. */
    MULTISTEP_2,
    /** DPM-Solver++(3M): order 3, one prediction a step. */
    MULTISTEP_3,
    /** DPM-Solver++(2S) with r = 1/2: order 2, two predictions a step. */
    SINGLESTEP_2,
    /** SDE-DPM-Solver++1: with noise; it is ancestral sampling with the posterior's variance. */
    SDE_1,
    /** SDE-DPM-Solver++(2M): with noise, one prediction a step. */
    SDE_MULTISTEP_2,
    /**
     * SDE-DPM-Solver++(2S) with r = 1/2: with noise, two predictions a step, the second one where
     * the path of the noise has led by then.
     */
    SDE_SINGLESTEP_2
  }

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param variant which of the family
   * @param eta how much noise the variants with noise add, beside that of the reverse of noising
   * @param sNoise factor of that noise
   */
  public record Options(
      @Included(defaults = {"steps: 20", "grid: log-snr"}) Walk.Options walk,
      @Description("which of the family: order, multistep or single step, with noise or without")
          @Default("multistep-2")
          Variant variant,
      @Description(
              "for sde-...: how much noise, from 0 (the probability flow) to 1 (the reverse of"
                  + " noising)")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("1")
          double eta,
      @Description("for sde-...: " + Step.FACTOR) @Default("1") @Positive double sNoise) {

    /** With the noise of the paper, in the variants that have any. */
    public Options(Walk.Options walk, Variant variant) {
      this(walk, variant, 1, 1);
    }
  }

  private final Options options;

  /** With the given options. */
  @Inject
  public DpmSolverPpSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(options.variant == Variant.MULTISTEP_3 ? 3 : 2);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      history.add(walk.from(i).logSnr() / 2, prediction.signal());
      if (walk.isLast(i)) {
        z = prediction.signal();
      } else {
        z = step(walk, z, history, noise, i);
      }
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private Batch step(Walk walk, Batch z, History history, NoiseSource noise, int step) {
    NoiseLevel t = walk.from(step);
    NoiseLevel s = walk.to(step);
    Batch x0 = history.predictions().get(0);
    return switch (options.variant) {
      case MULTISTEP_2 -> Step.flow(t, s).take(z, multistep(history, s));
      case MULTISTEP_3 -> {
        double h = (s.logSnr() - t.logSnr()) / 2;
        double[] nodes = history.nodes(s.logSnr() / 2);
        double[] moments = Interpolation.exponentialMoments(h, nodes.length);
        double[] weights = Interpolation.boundedWeights(nodes, moments);
        double ofLatent = s.sigma() / t.sigma();
        yield Interpolation.sum(ofLatent, z, s.alpha(), weights, history.predictions());
      }
      case SINGLESTEP_2 -> {
        double time = Grid.between(walk.schedule(), t, s);
        Batch middle = Step.flow(t, walk.schedule().at(time)).take(z, x0);
        yield Step.flow(t, s).take(z, walk.predict(middle, time).signal());
      }
      case SDE_1 -> stochastic(t, s).take(z, x0, noise, t, s, step);
      case SDE_MULTISTEP_2 -> stochastic(t, s).take(z, multistep(history, s), noise, t, s, step);
      case SDE_SINGLESTEP_2 -> {
        double time = Grid.between(walk.schedule(), t, s);
        NoiseLevel m = walk.schedule().at(time);
        Batch first = Step.between(noise, t, m, 2L * step);
        Batch second = Step.between(noise, m, s, 2L * step + 1);
        Batch middle = stochastic(t, m).take(z, x0, first);
        // Both halves of the noise as one: their variances as they are after the whole step.
        double share = shareOfFirst(t, m, s);
        Batch both = first.combine(Math.sqrt(share), Math.sqrt(1 - share), second);
        yield stochastic(t, s).take(z, walk.predict(middle, time).signal(), both);
      }
    };
  }

  private Step stochastic(NoiseLevel t, NoiseLevel s) {
    Step step = options.eta == 1 ? DdimSampler.step(t, s, 1) : Step.stochastic(t, s, options.eta);
    return step.withNoise(options.sNoise);
  }

  /** What share of the variance that a step's noise leaves comes from its first part. */
  private double shareOfFirst(NoiseLevel t, NoiseLevel m, NoiseLevel s) {
    if (options.eta == 0) {
      return 1;
    }
    double e = options.eta * options.eta;
    double second = Math.expm1(-e * (s.logSnr() - m.logSnr()));
    return 1 - second / Math.expm1(-e * (s.logSnr() - t.logSnr()));
  }

  /** D of the multistep method: the line through the last two signals, half a step ahead. */
  private static Batch multistep(History history, NoiseLevel s) {
    double[] nodes = history.nodes(s.logSnr() / 2);
    if (nodes.length == 1) {
      return history.predictions().get(0);
    }
    double r = -nodes[1];
    double weight = 1 / (2 * r);
    if (1 + 2 * weight > Interpolation.MOST) {
      return history.predictions().get(0);
    }
    return history.predictions().get(0).combine(1 + weight, -weight, history.predictions().get(1));
  }
}
