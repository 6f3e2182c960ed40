package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.WeightAverage;

/**
 * An average with a decay that stays as it is after a warm-up, by the rule of TensorFlow's own
 * moving average: at step n
 *
 * <pre>
 * d = min(decay, (1 + n) / (warmup + n))
 * </pre>
 *
 * <p>So an average of a short run too forgets the starting weights: their share after n steps of
 * the warm-up is near {@code Gamma(warmup + 1) / n^(warmup - 1)}, and would be {@code decay^n}
 * without. The warm-up lasts {@code (decay warmup - 1) / (1 - decay)} steps, so 8,990 to a decay of
 * 0.999. Immutable; safe for many threads.
 */
@Description("an average that forgets at the same rate after a warm-up")
public final class ExponentialAverage implements WeightAverage {

  /**
   * What a config can set.
   *
   * @param decay how much stays at a step after the warm-up; 0 is no average
   * @param warmup what slows its rise; 1 is none
   */
  public record Options(
      @Description("how much of the average stays at a step; 0 is the weights themselves")
          @Default("0.999")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double decay,
      @Description(
              "step n keeps at most (1 + n) / (warmup + n), so that short runs forget their starting weights; 1 is no warm-up")
          @Default("10")
          @DecimalMin("1")
          double warmup) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public ExponentialAverage(Options options) {
    this.options = options;
  }

  @Override
  public double decay(long step) {
    return Math.min(options.decay(), (1.0 + step) / (options.warmup() + step));
  }
}
