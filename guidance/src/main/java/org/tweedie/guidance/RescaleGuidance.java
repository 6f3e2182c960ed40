package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Rescaled guidance (Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed",
 * arXiv 2305.08891, equations 15 and 16): strong guidance makes predictions too large, and images
 * over-exposed, so each example gets back the standard deviation, over its dimensions, of the
 * conditional prediction,
 *
 * <pre>
 * x_rescaled = x_guided std(x_conditional) / std(x_guided)
 * x          = phi x_rescaled + (1 - phi) x_guided
 * </pre>
 *
 * <p>The paper rescales what its network puts out, which is the velocity; the view is an option
 * here. A factor phi of 0 changes nothing. Immutable; safe for many threads.
 */
@Description("the guidance before it in the list, with the unguided prediction's spread")
public final class RescaleGuidance implements Guidance, Selective {

  /**
   * How much, and of what.
   *
   * @param factor phi
   * @param view which view of the prediction is rescaled
   */
  public record Options(
      @Description("phi: 0 leaves the guidance as it is, 1 rescales it wholly")
          @Default("0.7")
          @PositiveOrZero
          @DecimalMax("1")
          double factor,
      @Description(
              "which view of the prediction is rescaled; the paper's network puts out velocity")
          @Default("velocity")
          Parameterization view) {}

  private final Options options;

  /** With the given factor. */
  @Inject
  public RescaleGuidance(Options options) {
    this.options = options;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    return options.factor == 0 ? model : new Guided(model, base, options);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>();
    boolean noSignal = assembly.schedule().at(1).alpha() == 0;
    if (noSignal
        && (options.view == Parameterization.NOISE || options.view == Parameterization.SCORE)) {
      objections.add(
          "guidance 'rescale' of the %s leaves no signal to go by at time 1, where the schedule has none: take view: velocity or signal"
              .formatted(options.view.name().toLowerCase(Locale.ROOT)));
    }
    objections.addAll(GuidanceOrder.needsOneBefore("rescale", this, assembly));
    return objections;
  }

  private record Guided(DiffusionModel model, DiffusionModel base, Options options)
      implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      // First the guided one: of what it asks the base for, the base remembers the answer.
      Prediction prediction = model.predict(z, times, condition);
      Batch guided = prediction.as(options.view);
      Batch conditional = base.predict(z, times, condition).as(options.view);
      double[] factors = new double[z.count()];
      for (int i = 0; i < factors.length; i++) {
        double deviation = deviation(guided.example(i));
        double ratio = deviation == 0 ? 1 : deviation(conditional.example(i)) / deviation;
        factors[i] = options.factor * ratio + 1 - options.factor;
      }
      return prediction.with(
          options.view, guided.combineEach(factors, new double[factors.length], guided));
    }

    private static double deviation(float[] values) {
      double mean = 0;
      for (float value : values) {
        mean += value / (double) values.length;
      }
      double sum = 0;
      for (float value : values) {
        sum += (value - mean) * (value - mean);
      }
      return Math.sqrt(sum / values.length);
    }
  }
}
