package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The cosine schedule of Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic Models"
 * (arXiv 2102.09672, equation 17):
 *
 * <pre>
 * alpha(u)^2 = cos^2(theta) / cos^2(theta_0),  theta = (u + offset)/(1 + offset) pi/2
 * </pre>
 *
 * <p>As published, the log SNR is infinite at both ends, which no bound and no noise prediction
 * survives. Here time is stretched: u runs linearly from where the log SNR is {@code log-snr-max}
 * to where it is {@code log-snr-min}. The curve between stays the paper's, and falls strictly,
 * which it would not if the ends were cut off.
 *
 * <p>Nothing is formed as {@code 1 - alpha^2}. With {@code a = pi / (2 (1 + offset))}, {@code
 * theta_0 = a offset} and the sine's addition theorems,
 *
 * <pre>
 * SNR = sin^2(a (1 - u)) / (sin(a u) sin(a u + 2 theta_0))
 * </pre>
 *
 * <p>Variance preserving. A usual choice for images where samples count. Immutable; safe for many
 * threads.
 */
@Description("squared signal a cosine of time, ends made finite (Nichol and Dhariwal 2021)")
public final class CosineSchedule implements NoiseSchedule {

  /**
   * Offset and ends.
   *
   * @param offset the paper's s
   * @param logSnrMax the log SNR at time 0
   * @param logSnrMin the log SNR at time 1
   */
  public record Options(
      @Description("the paper's s, which keeps the first steps from being too small")
          @Default("0.008")
          @PositiveOrZero
          @DecimalMax("1")
          double offset,
      @Description("log SNR of the data's end, time 0")
          @Default("13.3")
          @DecimalMin("-100")
          @DecimalMax("100")
          double logSnrMax,
      @Description("log SNR of the noise's end, time 1; below log-snr-max")
          @Default("-13.3")
          @DecimalMin("-100")
          @DecimalMax("100")
          double logSnrMin) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if log-snr-min is not below log-snr-max
     */
    public Options {
      LogSnrs.requireFall(logSnrMax, logSnrMin);
    }
  }

  private final double a;
  private final double theta0;
  private final PaperTime.Stretch stretch;

  /** With the given offset and ends. */
  @Inject
  public CosineSchedule(Options options) {
    a = Math.PI / (2 * (1 + options.offset()));
    theta0 = a * options.offset();
    stretch =
        new PaperTime.Stretch(paperTimeOf(options.logSnrMax()), paperTimeOf(options.logSnrMin()));
  }

  @Override
  public double logSnr(double t) {
    PaperTime time = stretch.at(t);
    return 2 * StrictMath.log(StrictMath.sin(a * time.rest()))
        - StrictMath.log(StrictMath.sin(a * time.u()))
        - StrictMath.log(StrictMath.sin(a * time.u() + 2 * theta0));
  }

  @Override
  public double logSnrSlope(double t) {
    PaperTime time = stretch.at(t);
    return -a
        * (2 * cot(a * time.rest()) + cot(a * time.u()) + cot(a * time.u() + 2 * theta0))
        * stretch.rate();
  }

  @Override
  public double timeOf(double logSnr) {
    return stretch.timeOf(paperTimeOf(logSnr));
  }

  /**
   * Inverts the curve: {@code cos^2 theta = alpha^2 cos^2 theta_0}, hence {@code sin^2 theta =
   * sin^2 theta_0 + sigma^2 cos^2 theta_0}, and {@code a u = theta - theta_0} from the tangent of a
   * difference, multiplied out so that nothing cancels.
   */
  private PaperTime paperTimeOf(double logSnr) {
    double sin0 = StrictMath.sin(theta0);
    double cos0 = StrictMath.cos(theta0);
    double rise = cos0 * cos0 / (1 + StrictMath.exp(logSnr));
    double sin = Math.sqrt(sin0 * sin0 + rise);
    double cos = cos0 / Math.sqrt(1 + StrictMath.exp(-logSnr));
    double au = StrictMath.atan2(rise, (sin * cos0 + cos * sin0) * (cos * cos0 + sin * sin0));
    return new PaperTime(au / a, StrictMath.atan2(cos, sin) / a);
  }

  private static double cot(double x) {
    return 1 / StrictMath.tan(x);
  }
}
