package com.acme.diffusion;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The noise levels of Karras et al. ("Elucidating the Design Space of Diffusion-Based Generative
 * Models", arXiv 2206.00364, equation 5), whose root of order rho is linear in time:
 *
 * <pre>
 * r(t) = (r_min^(1/rho) + t (r_max^(1/rho) - r_min^(1/rho)))^rho,  log SNR = -2 log r
 * </pre>
 *
 * <p>Here r is {@code sigma / alpha}, and the schedule preserves variance. Immutable; safe for many
 * threads.
 */
@Description("noise-to-signal ratio a power of time (Karras et al. 2022)")
public final class KarrasSchedule implements NoiseSchedule {

  /**
   * Ends and bend.
   *
   * @param ratioMin sigma / alpha at time 0
   * @param ratioMax sigma / alpha at time 1
   * @param rho the higher, the more of the time is spent where there is little noise
   */
  public record Options(
      @Description("sigma / alpha at the data's end") @Default("0.002") @Positive double ratioMin,
      @Description("sigma / alpha at the noise's end; above ratio-min") @Default("80") @Positive
          double ratioMax,
      @Description("the higher, the more time is spent where there is little noise")
          @Default("7")
          @DecimalMin("1")
          double rho) {

    /**
     * Checks what constraints on one option cannot.
     *
     * @throws IllegalArgumentException if ratio-max is not above ratio-min
     */
    public Options {
      if (!(ratioMin < ratioMax)) {
        throw new IllegalArgumentException(
            "ratio-max must be above ratio-min, for noise grows with time, but they are %s and %s"
                .formatted(ratioMax, ratioMin));
      }
    }
  }

  private final double rho;
  private final double first;
  private final double rise;

  /** With the given options. */
  @Inject
  public KarrasSchedule(Options options) {
    rho = options.rho();
    first = Math.pow(options.ratioMin(), 1 / rho);
    rise = Math.pow(options.ratioMax(), 1 / rho) - first;
  }

  @Override
  public double logSnr(double t) {
    return -2 * rho * Math.log(first + t * rise);
  }

  @Override
  public double logSnrSlope(double t) {
    return -2 * rho * rise / (first + t * rise);
  }
}
