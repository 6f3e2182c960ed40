package org.tweedie.denoisers.training;

import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The first steps of a training, in which the learning rate rises linearly from 0: it is {@code
 * base * step / warmup}.
 *
 * @param warmup how many steps; 0 is none
 */
public record Warmup(
    @Description("steps over which the learning rate rises from 0") @Default("100") @PositiveOrZero
        int warmup) {

  /** Whether the rate is still rising; at the last step of the warm-up it is there. */
  boolean isRising(long step) {
    return step < warmup;
  }

  double rate(long step, double base) {
    return base * step / warmup;
  }

  /** How far training is from the end of the warm-up to its last step, in [0, 1]. */
  double progress(long step, long steps) {
    return steps > warmup
        ? Math.min(1, Math.max(0, (double) (step - warmup) / (steps - warmup)))
        : 1;
  }
}
