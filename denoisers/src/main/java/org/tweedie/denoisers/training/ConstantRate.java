package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.training.LearningRate;

/** A rate that stays as it is after the warm-up. Immutable; safe for many threads. */
@Description("a rate that stays as it is after the warm-up")
public final class ConstantRate implements LearningRate {

  /**
   * What a config can set.
   *
   * @param warmup the first steps
   */
  public record Options(@Included Warmup warmup) {}

  private final Warmup warmup;

  /** With the given options. */
  @Inject
  public ConstantRate(Options options) {
    warmup = options.warmup();
  }

  @Override
  public double at(long step, long steps, double base) {
    return warmup.isRising(step) ? warmup.rate(step, base) : base;
  }
}
