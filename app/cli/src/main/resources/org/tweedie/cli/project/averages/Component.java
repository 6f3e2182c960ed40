package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.WeightAverage;

/**
 * The mean of all weights after a step (Izmailov et al., "Averaging Weights Leads to Wider Optima
 * and Better Generalization", arXiv 1803.05407): with n steps since then,
 *
 * <pre>
 * d = 1 - 1 / n
 * </pre>
 *
 * <p>and the weights themselves before. Immutable; safe for many threads.
 */
@Description("the mean of the weights after a step")
public final class __Component__ implements WeightAverage {

  /**
   * What can be chosen.
   *
   * @param after the last step that has no part in it
   */
  public record Options(
      @Description("the last step that has no part in the mean") @Default("1000") @PositiveOrZero
          int after) {}

  private final int after;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    after = options.after();
  }

  @Override
  public double decay(long step) {
    return step <= after ? 0 : 1 - 1.0 / (step - after);
  }
}
