package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A log SNR that falls with a power of time:
 *
 * <pre>
 * log SNR(t) = max - (max - min) t^power
 * </pre>
 *
 * <p>It says nothing of alpha and sigma, so it preserves variance. Immutable; safe for many threads.
 */
@Description("log SNR falling with a power of time")
public final class __Component__ implements NoiseSchedule {

  /**
   * Ends and bend.
   *
   * @param logSnrMax the log SNR at time 0
   * @param logSnrMin the log SNR at time 1
   * @param power 1 falls evenly, more falls late
   */
  public record Options(
      @Description("log SNR at the data's end") @Default("10") double logSnrMax,
      @Description("log SNR at the noise's end; below log-snr-max") @Default("-10")
          double logSnrMin,
      @Description("1 falls evenly, more falls late") @Default("1") @DecimalMin("1")
          double power) {

    /**
     * Checks what constraints on one option cannot.
     *
     * @throws IllegalArgumentException with a sentence that the user reads
     */
    public Options {
      if (!(logSnrMin < logSnrMax)) {
        throw new IllegalArgumentException(
            "log-snr-min must be below log-snr-max, for noise grows with time, but they are %s and %s"
                .formatted(logSnrMin, logSnrMax));
      }
    }
  }

  private final double max;
  private final double fall;
  private final double power;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    max = options.logSnrMax();
    fall = options.logSnrMax() - options.logSnrMin();
    power = options.power();
  }

  @Override
  public double logSnr(double t) {
    return max - fall * Math.pow(t, power);
  }

  @Override
  public double logSnrSlope(double t) {
    return -fall * power * Math.pow(t, power - 1);
  }
}
