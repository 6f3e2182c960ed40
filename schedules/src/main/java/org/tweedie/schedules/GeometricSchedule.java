package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The signal keeps its size and the noise grows geometrically: the levels of Song and Ermon,
 * "Generative Modeling by Estimating Gradients of the Data Distribution" (arXiv 1907.05600, section
 * 3), and the variance exploding SDE (Song et al., arXiv 2011.13456, equation 31):
 *
 * <pre>
 * alpha = 1,  sigma(t) = sigma_min (sigma_max / sigma_min)^t
 * </pre>
 *
 * <p>Not variance preserving: velocities are not defined. Annealed Langevin dynamics is made for
 * it. Immutable; safe for many threads.
 */
@Description("noise grows geometrically, variance exploding (Song and Ermon 2019)")
public final class GeometricSchedule implements NoiseSchedule {

  /**
   * The ends.
   *
   * @param sigmaMin standard deviation of the noise at time 0
   * @param sigmaMax standard deviation of the noise at time 1
   */
  public record Options(
      @Description("standard deviation of the noise at time 0")
          @Default("0.01")
          @DecimalMin("1e-8")
          @DecimalMax("1e8")
          double sigmaMin,
      @Description("standard deviation of the noise at time 1; above sigma-min")
          @Default("50")
          @DecimalMin("1e-8")
          @DecimalMax("1e8")
          double sigmaMax) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if sigma-min is not below sigma-max
     */
    public Options {
      Sigmas.requireGrowth(sigmaMin, sigmaMax);
    }
  }

  private final double first;
  private final double last;

  /** With the given ends. */
  @Inject
  public GeometricSchedule(Options options) {
    first = StrictMath.log(options.sigmaMin());
    last = StrictMath.log(options.sigmaMax());
  }

  @Override
  public double logSnr(double t) {
    return -2 * logSigma(t);
  }

  @Override
  public NoiseLevel at(double t) {
    return NoiseLevel.of(1, StrictMath.exp(logSigma(t)), logSnr(t));
  }

  @Override
  public NoiseRate rate(double t) {
    return new NoiseRate(0, (last - first) * StrictMath.exp(logSigma(t)));
  }

  @Override
  public double logSnrSlope(double t) {
    return -2 * (last - first);
  }

  @Override
  public double timeOf(double logSnr) {
    return Math.min(1, Math.max(0, (-logSnr / 2 - first) / (last - first)));
  }

  private double logSigma(double t) {
    return (1 - t) * first + t * last;
  }
}
