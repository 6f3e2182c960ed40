package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
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
 * Classifier guidance (Dhariwal and Nichol, "Diffusion Models Beat GANs on Image Synthesis", arXiv
 * 2105.05233, section 4; Luo, arXiv 2208.11970, equations 163 to 166): up the gradient of a
 * classifier that was trained on latents of every noise level,
 *
 * <pre>
 * s = s(z) + w grad log p(y | z)
 * </pre>
 *
 * <p>The score is the unconditional one, so with an exact classifier scale 1 is the conditional
 * model and every scale is classifier-free guidance of that scale. With {@code conditional} it is
 * the conditional one, as Dhariwal and Nichol have it for class-conditional models. Examples
 * without a condition are not guided. Immutable; safe for many threads.
 */
@Description("up the gradient of a classifier of noisy data, made by tweedie train-classifier")
public final class ClassifierGuidance implements Guidance, Selective {

  /**
   * The classifier and its weight.
   *
   * @param run the folder of the classifier's run
   * @param checkpoint the step of its checkpoint; 0 for the newest
   * @param scale w
   * @param conditional whether the model is told the condition as well
   */
  public record Options(
      @Description("folder of the classifier, as tweedie train-classifier made it") @NotBlank
          String run,
      @Description("its checkpoint's step; 0 for the newest") @Default("0") @PositiveOrZero
          long checkpoint,
      @Description("0 unconditional, 1 conditional, above 1 sharpened")
          @Default("2")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale,
      @Description("whether the model sees the condition as well; then scale 0 is conditional")
          @Default("false")
          boolean conditional) {}

  private final Classifier classifier;
  private final double scale;
  private final boolean conditional;

  /** With the classifier that the options name. */
  @Inject
  public ClassifierGuidance(Options options, Resources resources) {
    this(
        resources.classifier(options.run(), options.checkpoint()),
        options.scale(),
        options.conditional());
  }

  ClassifierGuidance(Classifier classifier, double scale, boolean conditional) {
    this.classifier = classifier;
    this.scale = scale;
    this.conditional = conditional;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return new Guided(model, classifier, scale, conditional);
  }

  @Override
  public boolean bringsClasses() {
    return true;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    if (assembly.data().classes().isEmpty()) {
      return List.of(
          "guidance 'classifier' needs data with classes, and these data have none: use guidance"
              + " 'none', or data with classes");
    }
    if (!conditional && assembly.labelDropout() == 0) {
      return List.of(
          "guidance 'classifier' starts from the unconditional prediction, but a network trained"
              + " without label dropout has never made one: train with train.label-dropout: 0.1 or"
              + " so, or set its option 'conditional: true'");
    }
    if (conditional && assembly.labelDropout() == 1) {
      return List.of(
          "guidance 'classifier' with conditional: true starts from the conditional prediction, but a"
              + " label dropout of 1 hides every label from the network: leave that option false");
    }
    return List.of();
  }

  private record Guided(
      DiffusionModel model, Classifier classifier, double scale, boolean conditional)
      implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction prediction =
          model.predict(z, times, conditional ? condition : Condition.none(z.count()));
      if (scale == 0 || condition.isNone()) {
        return prediction;
      }
      Batch gradient = classifier.gradient(z, prediction.levels(), condition);
      return ShiftedScore.shifted(prediction, scale, gradient);
    }
  }
}
