package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.LearningRate;

/** A constant rate after a warm-up. */
@Description("a rate that stays")
public final class FakeLearningRate implements LearningRate {

  /** The warm-up. */
  public record Options(
      @Description("steps over which the rate rises") @Default("100") @PositiveOrZero int warmup) {}

  private final Options options;

  /** With options. */
  @Inject
  public FakeLearningRate(Options options) {
    this.options = options;
  }

  @Override
  public double at(long step, long steps, double base) {
    return Math.min(1, (double) step / Math.max(1, options.warmup())) * base;
  }
}
