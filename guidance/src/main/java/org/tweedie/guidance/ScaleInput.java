package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The scale of guidance as what it is to a student that learnt all scales of its teacher (Meng et
 * al., "On Distillation of Guided Diffusion Models", arXiv 2210.03142, section 3.1): an input of
 * its network. One prediction takes the place of two. Immutable; safe for many threads.
 */
@Description("tells a student the scale, where it was taught all scales of a guided teacher")
public final class ScaleInput implements Guidance, Selective {

  /**
   * The scale.
   *
   * @param scale w
   */
  public record Options(
      @Description("0 unconditional, 1 conditional, above 1 sharpened, as of classifier-free")
          @Default("2")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale) {}

  private final double scale;
  private final int columns;

  /** With a scale, which comes after the numbers that the data have. */
  @Inject
  public ScaleInput(Options options, DataDescription data) {
    this(options.scale(), data.numbers().size());
  }

  private ScaleInput(double scale, int columns) {
    this.scale = scale;
    this.columns = columns;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return new Guided(model, scale, columns);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    Optional<GuidanceScales> learnt = assembly.conditioning().guidance();
    if (learnt.isEmpty()) {
      return List.of(
          "guidance 'scale-input' is for students that learnt several scales of their teacher, and"
              + " this network is told none: use 'classifier-free', or teach a student with"
              + " objective.guidance-scale-to");
    }
    return learnt.get().holds(GuidanceScales.of(scale))
        ? List.of()
        : List.of(
            "guidance 'scale-input' has the scale %s, and the network learnt those from %s to %s"
                .formatted(scale, learnt.get().least(), learnt.get().most()));
  }

  private record Guided(DiffusionModel model, double scale, int columns) implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    private Condition told(Condition condition) {
      return condition.withFurtherNumber(columns, LinearMeasurement.each(condition.count(), scale));
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      return model.predict(z, times, told(condition));
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      return model.differentiate(z, times, told(condition), cotangent);
    }
  }
}
