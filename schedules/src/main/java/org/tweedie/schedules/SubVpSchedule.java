package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The sub-VP SDE of Song et al., "Score-Based Generative Modeling through Stochastic Differential
 * Equations" (arXiv 2011.13456, equations 27 to 29):
 *
 * <pre>
 * alpha = exp(-L/2),  sigma = 1 - exp(-L),  L(t) = beta_min t + (beta_max - beta_min) t^2/2
 * </pre>
 *
 * <p>so that {@code SNR = 1 / (2 sinh(L/2))^2}. Its variance stays below the variance preserving
 * one, hence velocities are not defined. There is no noise at time 0: the log SNR is plus infinity
 * there. Immutable; safe for many threads.
 */
@Description("variance below the variance preserving SDE's, for likelihoods (Song et al. 2021)")
public final class SubVpSchedule implements NoiseSchedule {

  /**
   * The rate of noise.
   *
   * @param betaMin the rate at time 0
   * @param betaMax the rate at time 1
   */
  public record Options(
      @Description("rate of noise at time 0") @Default("0.1") @Positive @DecimalMax("1000")
          double betaMin,
      @Description("rate of noise at time 1; at least beta-min")
          @Default("20")
          @Positive
          @DecimalMax("1000")
          double betaMax) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if beta-max is below beta-min
     */
    public Options {
      if (!(betaMin <= betaMax)) {
        throw new IllegalArgumentException(
            "beta-max must be at least beta-min, but they are %s and %s"
                .formatted(betaMax, betaMin));
      }
    }
  }

  private final SignalDecay decay;

  /** With the given rate. */
  @Inject
  public SubVpSchedule(Options options) {
    decay = new SignalDecay.LinearRate(options.betaMin(), options.betaMax());
  }

  @Override
  public double logSnr(double t) {
    double l = decay.at(t);
    return -l - 2 * StrictMath.log(-StrictMath.expm1(-l));
  }

  @Override
  public NoiseLevel at(double t) {
    double l = decay.at(t);
    return NoiseLevel.of(StrictMath.exp(-l / 2), -StrictMath.expm1(-l), logSnr(t));
  }

  @Override
  public NoiseRate rate(double t) {
    double l = decay.at(t);
    double slope = decay.slope(t);
    return new NoiseRate(-slope / 2 * StrictMath.exp(-l / 2), slope * StrictMath.exp(-l));
  }

  @Override
  public double logSnrSlope(double t) {
    double l = decay.at(t);
    return l == 0 ? Double.NEGATIVE_INFINITY : -decay.slope(t) / StrictMath.tanh(l / 2);
  }

  @Override
  public double timeOf(double logSnr) {
    return decay.timeOf(2 * StableMath.arsinh(StrictMath.exp(-logSnr / 2) / 2));
  }
}
