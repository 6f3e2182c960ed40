package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.LearningRate;

/**
 * A rate that is halved again and again:
 *
 * <pre>
 * rate = base / 2^floor((step - 1) / every)
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("a rate that is halved again and again")
public final class __Component__ implements LearningRate {

  /**
   * What can be chosen.
   *
   * @param every after how many steps
   */
  public record Options(
      @Description("after how many steps the rate is halved") @Default("1000") @Positive
          int every) {}

  private final int every;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    every = options.every();
  }

  @Override
  public double at(long step, long steps, double base) {
    return base / Math.pow(2, Math.floorDiv(step - 1, every));
  }
}
