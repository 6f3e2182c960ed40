package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * A scale that changes with the noise level (Wang et al., "Analysis of Classifier-Free Guidance
 * Weight Schedulers", arXiv 2404.13040): what the guidance before it in the list did to the model's
 * conditional prediction, times a factor f,
 *
 * <pre>
 * (1 - f) s(z | y) + f s_guided
 * </pre>
 *
 * <p>so after {@code classifier-free} of scale w the scale is {@code 1 + f (w - 1)}: 0 takes the
 * guidance away, 1 leaves it, 2 doubles it. The factor is linear between the given log SNRs and
 * constant beyond them. Immutable; safe for many threads.
 */
@Description("the guidance before it in the list, by a factor that depends on the noise level")
public final class DynamicGuidance implements Guidance, Selective {

  /**
   * The factor as a table.
   *
   * @param logSnrs log SNRs, rising
   * @param factors the factor at each of them
   */
  public record Options(
      @Description("log SNRs at which the factor is given, rising: from noise to data")
          @Default("[-6, 6]")
          @NotEmpty
          List<Double> logSnrs,
      @Description("the factor at each: 0 no guidance, 1 as it is; linear between")
          @Default("[0, 2]")
          @NotEmpty
          List<Double> factors) {

    /** Checks that there is a factor for each log SNR, and that these rise. */
    public Options {
      logSnrs = List.copyOf(logSnrs);
      factors = List.copyOf(factors);
      if (logSnrs.size() != factors.size()) {
        throw new IllegalArgumentException(
            "there is a factor for each log SNR, but log-snrs has %d values and factors %d"
                .formatted(logSnrs.size(), factors.size()));
      }
      for (int i = 1; i < logSnrs.size(); i++) {
        if (!(logSnrs.get(i - 1) < logSnrs.get(i))) {
          throw new IllegalArgumentException(
              "log-snrs must rise, but %s is followed by %s"
                  .formatted(logSnrs.get(i - 1), logSnrs.get(i)));
        }
      }
    }
  }

  private final Options options;

  /** With the given factors. */
  @Inject
  public DynamicGuidance(Options options) {
    this.options = options;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    return new Blended(model, base, this::factor);
  }

  private double factor(NoiseLevel level) {
    double logSnr = level.logSnr();
    int after = 0;
    while (after < options.logSnrs.size() && options.logSnrs.get(after) < logSnr) {
      after++;
    }
    if (after == 0 || after == options.logSnrs.size()) {
      return options.factors.get(after == 0 ? 0 : after - 1);
    }
    double from = options.logSnrs.get(after - 1);
    double share = (logSnr - from) / (options.logSnrs.get(after) - from);
    return (1 - share) * options.factors.get(after - 1) + share * options.factors.get(after);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return GuidanceOrder.needsOneBefore("dynamic", this, assembly);
  }
}
