package org.tweedie.denoisers.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.function.DoubleUnaryOperator;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * A rate that falls from the end of the warm-up to the last step.
 *
 * @param warmup the first steps
 * @param last the share of the base rate that is left at the last step
 */
public record Fall(
    @Included Warmup warmup,
    @Description("share of the learning rate that is left at the last step")
        @Default("0")
        @DecimalMin("0")
        @DecimalMax("1")
        double last) {

  /**
   * The rate of a step.
   *
   * @param left how much of the fall is still ahead, by the share of the way: 1 at 0, and 0 at 1
   */
  double at(long step, long steps, double base, DoubleUnaryOperator left) {
    return warmup.isRising(step)
        ? warmup.rate(step, base)
        : base * (last + (1 - last) * left.applyAsDouble(warmup.progress(step, steps)));
  }
}
