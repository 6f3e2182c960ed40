package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Autoguidance (Karras et al., "Guiding a Diffusion Model with a Bad Version of Itself", arXiv
 * 2406.02507, equation 3): away from a weaker model, one that is smaller or was trained for less
 * long, on the same data,
 *
 * <pre>
 * s = (1 - w) s_weak(z | y) + w s(z | y)
 * </pre>
 *
 * <p>Scale 1 is the model itself. Both see the condition, and examples without one are guided as
 * well. The two are different networks, so a step calls each of them once; no batch holds both.
 * Immutable; safe for many threads.
 */
@Description("away from a weaker model of the same data: an early checkpoint, a smaller network")
public final class Autoguidance implements Guidance {

  /**
   * The weaker model, and how far away from it.
   *
   * @param run the folder of the weaker model's run
   * @param checkpoint the step of its checkpoint; 0 for the newest
   * @param scale w, the weight of the better prediction
   */
  public record Options(
      @Description("folder of the weaker model's run, which may be this one's") @NotBlank
          String run,
      @Description("its checkpoint's step; 0 for the newest") @Default("0") @PositiveOrZero
          long checkpoint,
      @Description("1 the model itself, above 1 away from the weaker one")
          @Default("2")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale) {}

  private final DiffusionModel weak;
  private final double scale;

  /** With the weaker model that the options name. */
  @Inject
  public Autoguidance(Options options, Resources resources) {
    this(resources.model(options.run(), options.checkpoint()), options.scale());
  }

  Autoguidance(DiffusionModel weak, double scale) {
    this.weak = weak;
    this.scale = scale;
  }

  @Override
  public boolean guidesByCondition() {
    return false;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return scale == 1 ? model : new Guided(model, weak, scale);
  }

  private record Guided(DiffusionModel model, DiffusionModel weak, double scale)
      implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction better = model.predict(z, times, condition);
      // The better one stays itself, whatever its view: 1 - w of the way to the weaker one. The
      // variance of steps is its alone: the weaker one may have learnt none.
      Prediction mixed = better.mix(1 - scale, weak.predict(z, ofWeak(times), condition));
      return better.varianceFraction().map(mixed::withVarianceFraction).orElse(mixed);
    }

    /**
     * The times at which the weaker model has these noise levels: of a learned schedule each model
     * has its own.
     */
    private double[] ofWeak(double[] times) {
      return Arrays.stream(times)
          .map(
              time -> {
                double logSnr = schedule().logSnr(time);
                return weak.schedule().logSnr(time) == logSnr
                    ? time
                    : weak.schedule().timeOf(logSnr);
              })
          .toArray();
    }
  }
}
