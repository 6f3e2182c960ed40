package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.ScaledGuidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Classifier-free guidance (Ho and Salimans, "Classifier-Free Diffusion Guidance", arXiv
 * 2207.12598; Luo, arXiv 2208.11970, equations 167 to 170): one network predicts with the condition
 * and without it, and the two are extrapolated,
 *
 * <pre>
 * s = (1 - w) s(z) + w s(z | y)
 * </pre>
 *
 * <p>The scale w is Luo's gamma: 0 is the unconditional model, 1 the conditional one, above 1 the
 * condition is exaggerated. Ho and Salimans' own w is this one minus 1. Both predictions are made
 * in one call of the model, with a batch twice as large; at scales 0 and 1 one of them has no
 * weight and is not made. Immutable; safe for many threads.
 */
@Description("extrapolates from the unconditional prediction to the conditional one and beyond")
public final class ClassifierFreeGuidance implements ScaledGuidance, Selective {

  /**
   * The scale.
   *
   * @param scale w, the weight of the conditional prediction
   */
  public record Options(
      @Description("0 unconditional, 1 conditional, above 1 sharpened (Ho and Salimans' w plus 1)")
          @Default("2")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale) {}

  private final double scale;

  /** With the given scale. */
  @Inject
  public ClassifierFreeGuidance(Options options) {
    scale = options.scale();
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return new Guided(model, scale);
  }

  @Override
  public Guidance withScale(double w) {
    return new ClassifierFreeGuidance(new Options(w));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    if (scale == 0 && (assembly.data().classes().isEmpty() || assembly.labelDropout() > 0)) {
      return List.of();
    }
    if (assembly.data().classes().isEmpty()) {
      return List.of(
          "guidance 'classifier-free' needs data with classes, and these data have none:"
              + " use guidance 'none', or data with classes");
    }
    if (assembly.labelDropout() == 1) {
      return List.of(
          "guidance 'classifier-free' needs the conditional prediction, but a label dropout of 1"
              + " hides every label from the network: set train.label-dropout to 0.1 or so");
    }
    if (assembly.labelDropout() == 0 && scale != 1) {
      return List.of(
          "guidance 'classifier-free' at scale %s needs the unconditional prediction as well, but a"
                  .formatted(scale)
              + " network trained without label dropout has never made one: train with"
              + " train.label-dropout: 0.1 or so, or use guidance 'none'");
    }
    return List.of();
  }

  private record Guided(DiffusionModel model, double scale) implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      int n = z.count();
      Condition none = Condition.none(n);
      if (scale == 0) {
        return model.predict(z, times, none);
      }
      if (scale == 1 || condition.isNone()) {
        return model.predict(z, times, condition);
      }
      Prediction both = model.predict(z.followedBy(z), twice(times), condition.followedBy(none));
      return both.slice(n, 2 * n).mix(scale, both.slice(0, n));
    }

    /** The guided signal is a sum of two, and so is its gradient. */
    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      int n = z.count();
      Condition none = Condition.none(n);
      if (scale == 0) {
        return model.differentiate(z, times, none, cotangent);
      }
      if (scale == 1 || condition.isNone()) {
        return model.differentiate(z, times, condition, cotangent);
      }
      Differentiated both =
          model.differentiate(
              z.followedBy(z),
              twice(times),
              condition.followedBy(none),
              cotangent.followedBy(cotangent));
      Prediction prediction = both.prediction();
      Batch gradient = both.gradient();
      return Differentiated.of(
          prediction.slice(n, 2 * n).mix(scale, prediction.slice(0, n)),
          gradient.slice(n, 2 * n).combine(1 - scale, scale, gradient.slice(0, n)));
    }

    private static double[] twice(double[] times) {
      double[] twice = Arrays.copyOf(times, 2 * times.length);
      System.arraycopy(times, 0, twice, times.length, times.length);
      return twice;
    }
  }
}
