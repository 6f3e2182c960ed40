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
 * The noise levels of Karras et al., "Elucidating the Design Space of Diffusion-Based Generative
 * Models" (arXiv 2206.00364, equation 5):
 *
 * <pre>
 * alpha = 1,  sigma(t) = (sigma_min^(1/rho) + t (sigma_max^(1/rho) - sigma_min^(1/rho)))^rho
 * </pre>
 *
 * <p>so that N equal steps from time 1 to time 0 visit the paper's {@code sigma_0 .. sigma_(N-1)}.
 * The paper's final level, sigma = 0, is a sampler's last step and not part of the schedule. The
 * paper draws training levels from a log-normal distribution instead: that is a matter of the
 * training times, not of the schedule.
 *
 * <p>Not variance preserving: velocities are not defined. Immutable; safe for many threads.
 */
@Description("noise levels spaced by rho, variance exploding (Karras et al. 2022)")
public final class EdmSchedule implements NoiseSchedule {

  /**
   * The ends and the spacing.
   *
   * @param sigmaMin standard deviation of the noise at time 0
   * @param sigmaMax standard deviation of the noise at time 1
   * @param rho spacing
   */
  public record Options(
      @Description("standard deviation of the noise at time 0")
          @Default("0.002")
          @DecimalMin("1e-8")
          @DecimalMax("1e8")
          double sigmaMin,
      @Description("standard deviation of the noise at time 1; above sigma-min")
          @Default("80")
          @DecimalMin("1e-8")
          @DecimalMax("1e8")
          double sigmaMax,
      @Description("spacing: 1 for equal steps of sigma; the larger, the finer the steps near data")
          @Default("7")
          @DecimalMin("1")
          @DecimalMax("100")
          double rho) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if sigma-min is not below sigma-max
     */
    public Options {
      Sigmas.requireGrowth(sigmaMin, sigmaMax);
    }
  }

  private final double rho;
  private final double first;
  private final double last;

  /** With the given ends and spacing. */
  @Inject
  public EdmSchedule(Options options) {
    rho = options.rho();
    first = StrictMath.pow(options.sigmaMin(), 1 / rho);
    last = StrictMath.pow(options.sigmaMax(), 1 / rho);
  }

  @Override
  public double logSnr(double t) {
    return -2 * rho * StrictMath.log(root(t));
  }

  @Override
  public NoiseLevel at(double t) {
    return NoiseLevel.of(1, StrictMath.pow(root(t), rho), logSnr(t));
  }

  @Override
  public NoiseRate rate(double t) {
    return new NoiseRate(0, rho * (last - first) * StrictMath.pow(root(t), rho - 1));
  }

  @Override
  public double logSnrSlope(double t) {
    return -2 * rho * (last - first) / root(t);
  }

  @Override
  public double timeOf(double logSnr) {
    double root = StrictMath.exp(-logSnr / (2 * rho));
    return Math.min(1, Math.max(0, (root - first) / (last - first)));
  }

  private double root(double t) {
    return (1 - t) * first + t * last;
  }
}
