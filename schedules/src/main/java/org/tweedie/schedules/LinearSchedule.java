package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The log SNR falls linearly in time: the fixed schedule of Kingma et al., "Variational Diffusion
 * Models" (arXiv 2107.00630), there written for gamma, minus the log SNR:
 *
 * <pre>
 * gamma(t) = gamma_min + (gamma_max - gamma_min) t
 * </pre>
 *
 * <p>Variance preserving. The choice where bits per dimension count and no schedule is learned.
 * Immutable; safe for many threads.
 */
@Description("log SNR linear in time (Kingma et al. 2021)")
public final class LinearSchedule implements NoiseSchedule {

  /**
   * The ends of gamma.
   *
   * @param gammaMin minus the log SNR at time 0
   * @param gammaMax minus the log SNR at time 1
   */
  public record Options(
      @Description("minus the log SNR of the data's end, time 0")
          @Default("-13.3")
          @DecimalMin("-100")
          @DecimalMax("100")
          double gammaMin,
      @Description("minus the log SNR of the noise's end, time 1; above gamma-min")
          @Default("5")
          @DecimalMin("-100")
          @DecimalMax("100")
          double gammaMax) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if gamma-min is not below gamma-max
     */
    public Options {
      if (!(gammaMin < gammaMax)) {
        throw new IllegalArgumentException(
            "gamma-min must be below gamma-max, for noise grows with time, but they are %s and %s"
                .formatted(gammaMin, gammaMax));
      }
    }
  }

  private final double gammaMin;
  private final double gammaMax;

  /** With the given ends. */
  @Inject
  public LinearSchedule(Options options) {
    gammaMin = options.gammaMin();
    gammaMax = options.gammaMax();
  }

  @Override
  public double logSnr(double t) {
    return -((1 - t) * gammaMin + t * gammaMax);
  }

  @Override
  public double logSnrSlope(double t) {
    return gammaMin - gammaMax;
  }

  @Override
  public double timeOf(double logSnr) {
    return Math.min(1, Math.max(0, (-logSnr - gammaMin) / (gammaMax - gammaMin)));
  }
}
