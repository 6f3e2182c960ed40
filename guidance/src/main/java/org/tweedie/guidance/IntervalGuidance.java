package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * Guidance between two noise levels alone (Kynkaanniemi et al., "Applying Guidance in a Limited
 * Interval", arXiv 2404.07724, equation 6): where {@code low < sigma/alpha <= high} what the
 * guidance before it in the list predicts, elsewhere the model's own conditional prediction.
 * Outside, the guidance before it is not asked, so that costs less too. Immutable; safe for many
 * threads.
 *
 * <p>The paper's noise level is sigma for data of standard deviation 0.5, which images in [-1, 1]
 * have about; the defaults are those of its EDM2-S on ImageNet-512.
 */
@Description("the guidance before it in the list, between two noise levels only")
public final class IntervalGuidance implements Guidance, Selective {

  /** Beyond this a log SNR counts as this, so that a bound in numbers can hold all of them. */
  private static final double LARGEST_LOG_SNR = 60;

  /**
   * The interval.
   *
   * @param low the noise level down to which there is guidance; itself outside
   * @param high the noise level up to which there is guidance; itself inside
   */
  public record Options(
      @Description("sigma/alpha down to which there is guidance") @Default("0.28") @PositiveOrZero
          double low,
      @Description("sigma/alpha up to which there is guidance; 1e14 is no bound")
          @Default("2.9")
          @PositiveOrZero
          double high) {

    /** Checks that the interval does not run backwards. */
    public Options {
      if (low > high) {
        throw new IllegalArgumentException(
            "the interval runs from low to high, but low is %s and high %s".formatted(low, high));
      }
    }
  }

  private final Options options;

  /** With the given interval. */
  @Inject
  public IntervalGuidance(Options options) {
    this.options = options;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    return new Blended(model, base, level -> contains(level) ? 1 : 0);
  }

  private boolean contains(NoiseLevel level) {
    double logSnr = Math.max(-LARGEST_LOG_SNR, Math.min(LARGEST_LOG_SNR, level.logSnr()));
    double ratio = Math.exp(-logSnr / 2);
    return options.low < ratio && ratio <= options.high;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return GuidanceOrder.needsOneBefore("interval", this, assembly);
  }
}
