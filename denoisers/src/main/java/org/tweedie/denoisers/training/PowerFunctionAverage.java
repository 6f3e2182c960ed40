package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.api.training.WeightAverage;

/**
 * An average that reaches back over the same share of the training however long it is, and gives
 * the starting weights no part: the {@link PowerAverage} of a width. Immutable; safe for many
 * threads.
 */
@Description("an average over the same share of the training however long it is")
public final class PowerFunctionAverage implements WeightAverage {

  /**
   * What a config can set.
   *
   * @param width the standard deviation of the steps' shares
   */
  public record Options(
      @Description(
              "standard deviation of the steps' shares, in lengths of the training; 0.288 is nearly the mean of all steps")
          @Default("0.1")
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax("0.288")
          double width) {}

  private final PowerAverage average;

  /** With the given options. */
  @Inject
  public PowerFunctionAverage(Options options) {
    average = PowerAverage.ofWidth(options.width());
  }

  @Override
  public double decay(long step) {
    return average.decay(step);
  }
}
