package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.training.LearningRate;

/**
 * A rate that stays as it is for most of the training and falls at its end (Hägele et al., "Scaling
 * Laws and Compute-Optimal Training Beyond Fixed Training Durations", arXiv 2405.18392): a run can
 * be made longer as long as it has not begun to fall. With p the share of the fall,
 *
 * <pre>
 * rate = base (last + (1 - last) (1 - p)),  or with the root  base (last + (1 - last) (1 - sqrt(p)))
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("a rate that stays as it is after the warm-up, and falls at the end of the training")
public final class WarmupStableDecayRate implements LearningRate {

  /** How it falls. */
  public enum Shape {
    /** Along a line. */
    LINEAR,
    /** By one minus the root of the share of the way. */
    SQRT
  }

  /**
   * What a config can set.
   *
   * @param warmup the first steps
   * @param decay the share of all steps in which it falls
   * @param shape how it falls
   * @param last the share of the base rate that is left at the last step
   */
  public record Options(
      @Included Warmup warmup,
      @Description("share of all steps, at their end, in which the rate falls")
          @Default("0.2")
          @DecimalMin("0")
          @DecimalMax("1")
          double decay,
      @Description("how it falls: along a line, or by one minus the root of the share of the way")
          @Default("sqrt")
          Shape shape,
      @Description("share of the learning rate that is left at the last step")
          @Default("0")
          @DecimalMin("0")
          @DecimalMax("1")
          double last) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public WarmupStableDecayRate(Options options) {
    this.options = options;
  }

  @Override
  public double at(long step, long steps, double base) {
    if (options.warmup().isRising(step)) {
      return options.warmup().rate(step, base);
    }
    double falling = options.decay() * steps;
    double done = step - (steps - falling);
    if (done <= 0) {
      return base;
    }
    double p = Math.min(1, done / falling);
    double left = options.shape() == Shape.SQRT ? 1 - Math.sqrt(p) : 1 - p;
    return base * (options.last() + (1 - options.last()) * left);
  }
}
