package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.training.LearningRate;

/**
 * A rate that falls with the root of the steps, and does not ask how long training is to be (Karras
 * et al., "Analyzing and Improving the Training Dynamics of Diffusion Models", arXiv 2312.02696,
 * appendix B; Vaswani et al., arXiv 1706.03762, equation 3, where it begins at the end of the
 * warm-up):
 *
 * <pre>
 * rate = base / sqrt(max(step / constant, 1))
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("a rate that falls with the root of the steps, however many there are to be")
public final class InverseSqrtRate implements LearningRate {

  /**
   * What a config can set.
   *
   * @param warmup the first steps
   * @param constant the step from which on the rate falls
   */
  public record Options(
      @Included Warmup warmup,
      @Description("step from which on the rate falls; where it is 0, from the end of the warm-up")
          @Default("0")
          @PositiveOrZero
          int constant) {}

  private final Warmup warmup;
  private final double from;

  /** With the given options. */
  @Inject
  public InverseSqrtRate(Options options) {
    warmup = options.warmup();
    from = Math.max(1, options.constant() > 0 ? options.constant() : warmup.warmup());
  }

  @Override
  public double at(long step, long steps, double base) {
    return warmup.isRising(step)
        ? warmup.rate(step, base)
        : base / Math.sqrt(Math.max(step / from, 1));
  }
}
