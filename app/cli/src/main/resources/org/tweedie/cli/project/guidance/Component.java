package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * From the unconditional prediction towards the conditional one, and beyond (Ho and Salimans,
 * "Classifier-Free Diffusion Guidance", arXiv 2207.12598; Luo, arXiv 2208.11970, equation 170).
 *
 * <pre>
 * eps^ = eps^(z) + scale (eps^(z, class) - eps^(z))
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("from the unconditional prediction towards the conditional one, and beyond")
public final class __Component__ implements Guidance, Selective {

  /**
   * What a config can set.
   *
   * @param scale how far
   */
  public record Options(
      @Description("0 is the unconditional model, 1 the conditional one, more goes beyond")
          @Default("2")
          @PositiveOrZero
          double scale) {}

  private final double scale;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    scale = options.scale();
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return new Guided(model, scale);
  }

  /** What it does not go with is refused before a run starts, in these words. */
  @Override
  public List<String> objections(Assembly assembly) {
    if (assembly.data().classes().isEmpty()) {
      return List.of(
          "The guidance __name__ needs data with classes, and these have none. Please use"
              + " guidance 'none'.");
    }
    return assembly.labelDropout() == 0
        ? List.of(
            "The guidance __name__ needs an unconditional prediction, which a network trained without"
                + " label dropout has never made. Please set train.label-dropout to 0.1 or so.")
        : List.of();
  }

  private record Guided(DiffusionModel model, double scale) implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction unconditional = model.predict(z, times, Condition.none(z.count()));
      if (condition.isNone()) {
        return unconditional;
      }
      return unconditional.mix(scale, model.predict(z, times, condition));
    }
  }
}
