package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Walking;

/**
 * The known part put in at every prediction, and the walk repeated (Lugmayr et al., "RePaint:
 * Inpainting using Denoising Diffusion Probabilistic Models", arXiv 2201.09865): the predicted
 * signal becomes the nearest one that agrees with the measurement,
 *
 * <pre>
 * x^ + A^T (A A^T)^-1 (y - A x^)
 * </pre>
 *
 * <p>for a mask the known pixels themselves (the form for any linear measurement is that of Wang et
 * al., arXiv 2212.00490, equation 10). It needs no gradient of the network.
 *
 * <p>By itself that is not enough: while there is noise, the model sees the known part through it,
 * and what it paints goes with the noise. RePaint's remedy is to go back and paint again; see
 * {@link RepaintWalk}. With 1 repeat there is the replacement alone, under any sampler. It belongs
 * last in a list, holds with and without a condition, and for every sample of a batch alike.
 * Immutable; safe for many threads.
 */
@Description("a known part, or a small, grey or blurred image, put in at every step (RePaint)")
public final class ReplacementGuidance implements Guidance, Selective {

  /** Keeps blurs, which all but lose some detail, from making much of rounding errors. */
  private static final double RIDGE_OF_BLURS = 1e-3;

  /**
   * What is known, and how often to paint.
   *
   * @param measured what the image tells
   * @param repeats how often each stretch is walked
   * @param jump steps of a stretch
   */
  public record Options(
      @Included MeasurementOptions measured,
      @Description("how often each stretch is painted, which multiplies the steps; 1 is once")
          @Default("10")
          @Positive
          @Max(1000)
          int repeats,
      @Description("steps of a stretch") @Default("10") @Positive @Max(100_000) int jump) {}

  private final LinearMeasurement measurement;
  private final double ridge;
  private final int repeats;
  private final int jump;

  /** With the measurement that the options name. */
  @Inject
  public ReplacementGuidance(Options options, DataDescription data, Resources resources) {
    this(
        options.measured().measurement(data, resources),
        options.measured().known() == Known.BLURRED ? RIDGE_OF_BLURS : 0,
        options.repeats(),
        options.jump());
  }

  ReplacementGuidance(LinearMeasurement measurement, double ridge, int repeats, int jump) {
    this.measurement = measurement;
    this.ridge = ridge;
    this.repeats = repeats;
    this.jump = jump;
  }

  @Override
  public boolean guidesByCondition() {
    return false;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return new Guided(model, measurement, ridge);
  }

  @Override
  public Sampler walk(Sampler sampler) {
    if (repeats == 1) {
      return sampler;
    }
    if (sampler instanceof Walking walking) {
      return new RepaintWalk(walking.walk(), jump, repeats);
    }
    throw new IllegalArgumentException(hasNoSteps());
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections =
        new ArrayList<>(GuidanceOrder.mustBeLast("replacement", this, assembly));
    if (repeats > 1 && !(assembly.sampler() instanceof Walking)) {
      objections.add(hasNoSteps());
    }
    return objections;
  }

  private String hasNoSteps() {
    return "guidance 'replacement' goes back and paints each stretch of the sampler's steps %d"
            .formatted(repeats)
        + " times, and this sampler has no steps to go back to: set repeats: 1, or take a sampler"
        + " that walks in steps, as ancestral or ddim";
  }

  private record Guided(DiffusionModel model, LinearMeasurement measurement, double ridge)
      implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction prediction = model.predict(z, times, condition);
      Batch signal = prediction.signal();
      int count = z.count();
      Batch correction =
          measurement.correction(
              signal, LinearMeasurement.each(count, ridge), LinearMeasurement.each(count, 1));
      return prediction.withSignal(signal.combine(1, 1, correction));
    }
  }
}
