package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/** A schedule with two options. */
@Description("a cosine")
public final class OffsetSchedule implements NoiseSchedule {

  /**
   * Options.
   *
   * @param offset keeps the first steps from being noiseless
   * @param maxBeta the largest step
   */
  public record Options(
      @Description("keeps the first steps from being noiseless") @Default("0.008") @PositiveOrZero
          double offset,
      @Description("the largest step")
          @Default("0.999")
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax("1")
          double maxBeta) {}

  private final Options options;

  /** With options. */
  @Inject
  public OffsetSchedule(Options options) {
    if (options.offset() > 10) {
      throw new IllegalArgumentException("An offset of " + options.offset() + " leaves no signal.");
    }
    this.options = options;
  }

  @Override
  public double logSnr(double t) {
    return 10 - options.offset() - 20 * t;
  }
}
