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
 * The straight path from data to noise of rectified flow (Liu et al., arXiv 2209.03003) and of flow
 * matching (Lipman et al., arXiv 2210.02747, with their time reversed):
 *
 * <pre>
 * alpha = 1 - u,  sigma = u,  log SNR = 2 log((1 - u) / u)
 * </pre>
 *
 * <p>As published u is the time, and the log SNR infinite at both ends, which no bound and no noise
 * prediction survives. Here, as with the cosine schedule, u runs linearly from where the log SNR is
 * {@code log-snr-max} to where it is {@code log-snr-min}: with the ends as they are by default
 * 0.997 times as fast as the time, with 100 and -100 as fast to the last digit. {@code dz/dt} is
 * this speed times {@code eps - x}, the same all along each path.
 *
 * <p>Alpha and sigma add up to 1 and their squares do not, so velocities are not defined; let an
 * objective predict the flow. Immutable; safe for many threads.
 */
@Description("a straight path from data to noise, for flow matching (Liu et al. 2023)")
public final class RectifiedFlowSchedule implements NoiseSchedule {

  /**
   * The ends.
   *
   * @param logSnrMax the log SNR at time 0
   * @param logSnrMin the log SNR at time 1
   */
  public record Options(
      @Description("log SNR of the data's end, time 0; 100 for the paper's, to the last digit")
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

  private final PaperTime.Stretch stretch;

  /** With the given ends. */
  @Inject
  public RectifiedFlowSchedule(Options options) {
    stretch =
        new PaperTime.Stretch(paperTimeOf(options.logSnrMax()), paperTimeOf(options.logSnrMin()));
  }

  @Override
  public double logSnr(double t) {
    PaperTime time = stretch.at(t);
    return 2 * (StrictMath.log(time.rest()) - StrictMath.log(time.u()));
  }

  @Override
  public NoiseLevel at(double t) {
    PaperTime time = stretch.at(t);
    return NoiseLevel.of(time.rest(), time.u(), logSnr(t));
  }

  @Override
  public NoiseRate rate(double t) {
    return new NoiseRate(-stretch.rate(), stretch.rate());
  }

  @Override
  public double logSnrSlope(double t) {
    PaperTime time = stretch.at(t);
    return -2 * stretch.rate() / (time.u() * time.rest());
  }

  @Override
  public double timeOf(double logSnr) {
    return stretch.timeOf(paperTimeOf(logSnr));
  }

  /** {@code (1 - u) / u = exp(logSnr / 2)}. */
  private static PaperTime paperTimeOf(double logSnr) {
    return new PaperTime(
        1 / (1 + StrictMath.exp(logSnr / 2)), 1 / (1 + StrictMath.exp(-logSnr / 2)));
  }
}
