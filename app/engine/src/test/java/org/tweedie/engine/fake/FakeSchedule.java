package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Negative;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/** A log SNR that falls linearly. */
@Description("log SNR that falls linearly")
public final class FakeSchedule implements NoiseSchedule {

  /**
   * Options that refuse to be the wrong way round.
   *
   * @param gammaMin minus the log SNR at time 0
   * @param gammaMax minus the log SNR at time 1
   */
  public record Options(
      @Description("minus the log SNR at time 0") @Default("-13.3") @Negative double gammaMin,
      @Description("minus the log SNR at time 1") @Default("5") double gammaMax) {

    /** Checks. */
    public Options {
      if (gammaMin >= gammaMax) {
        throw new IllegalArgumentException(
            "gamma-min %s must be below gamma-max %s.".formatted(gammaMin, gammaMax));
      }
    }
  }

  private final Options options;

  /** With options. */
  @Inject
  public FakeSchedule(Options options) {
    this.options = options;
  }

  @Override
  public double logSnr(double t) {
    return -options.gammaMin() - t * (options.gammaMax() - options.gammaMin());
  }
}
