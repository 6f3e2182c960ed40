package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
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
 * <p>With several parts of a condition each can have a scale of its own (Brooks, Holynski and
 * Efros, "InstructPix2Pix", arXiv 2211.09800, equation 3, for an image and a text). The parts are
 * made known one after the other, in the order image, class, numbers, caption; with {@code s_i} the
 * score that knows the first i of them, and {@code w_i} their scales, which are {@code scale} where
 * they have none of their own,
 *
 * <pre>
 * s = s_0 + w_1 (s_1 - s_0) + w_2 (s_2 - s_1) + ...
 * </pre>
 *
 * <p>Scales that are all alike make the formula above of this one.
 *
 * <p>The scale w is Luo's gamma: 0 is the unconditional model, 1 the conditional one, above 1 the
 * condition is exaggerated. Ho and Salimans' own w is this one minus 1. Both predictions are made
 * in one call of the model, with a batch twice as large; at scales 0 and 1 one of them has no
 * weight and is not made. Immutable; safe for many threads.
 */
@Description("extrapolates from the unconditional prediction to the conditional one and beyond")
public final class ClassifierFreeGuidance implements ScaledGuidance, Selective {

  /**
   * The scales.
   *
   * @param scale w, the weight of the conditional prediction
   * @param classScale that of the class alone; 0 where it shares {@code scale}
   * @param numbersScale likewise
   * @param captionScale likewise
   * @param imageScale likewise
   */
  public record Options(
      @Description("0 unconditional, 1 conditional, above 1 sharpened (Ho and Salimans' w plus 1)")
          @Default("2")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale,
      @Description("scale of the class by itself; 0 where it shares 'scale'")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1000")
          double classScale,
      @Description("scale of the numbers by themselves; 0 where they share 'scale'")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1000")
          double numbersScale,
      @Description("scale of the caption by itself; 0 where it shares 'scale'")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1000")
          double captionScale,
      @Description("scale of the condition's image by itself; 0 where it shares 'scale'")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1000")
          double imageScale) {

    /** One scale for all that is known. */
    public Options(double scale) {
      this(scale, 0, 0, 0, 0);
    }

    double own(ConditionPart part) {
      return switch (part) {
        case CLASS -> classScale;
        case NUMBERS -> numbersScale;
        case CAPTION -> captionScale;
        case IMAGE -> imageScale;
      };
    }

    /** The scale of a part: its own, or the one that it shares. */
    double of(ConditionPart part) {
      return own(part) > 0 ? own(part) : scale;
    }

    /** Whether any part has a scale of its own. */
    boolean isOfParts() {
      return Arrays.stream(ConditionPart.values()).anyMatch(part -> own(part) > 0);
    }
  }

  private final Options options;
  private final double scale;

  /** With the given scales. */
  @Inject
  public ClassifierFreeGuidance(Options options) {
    this.options = options;
    this.scale = options.scale();
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return options.isOfParts() ? new PartlyGuided(model, options) : new Guided(model, scale);
  }

  @Override
  public Guidance withScale(double w) {
    return new ClassifierFreeGuidance(
        new Options(
            w,
            options.classScale(),
            options.numbersScale(),
            options.captionScale(),
            options.imageScale()));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>();
    for (ConditionPart part : ConditionPart.values()) {
      if (options.own(part) > 0 && !assembly.told().contains(part)) {
        objections.add(
            "guidance 'classifier-free' has a scale for the %s, which this network is not told: leave %s-scale out"
                .formatted(part.word(), part.word()));
      }
    }
    if (!objections.isEmpty()) {
      return objections;
    }
    boolean beyondClasses = assembly.told().stream().anyMatch(part -> part != ConditionPart.CLASS);
    return beyondClasses ? objectionsOfParts(assembly) : objectionsOfClasses(assembly);
  }

  /** Each part that a prediction with weight is not told must have been hidden at times. */
  private List<String> objectionsOfParts(Assembly assembly) {
    return assembly.told().stream()
        .filter(part -> assembly.dropout(part) == 0 && isHidden(part, assembly.told()))
        .map(
            part ->
                "guidance 'classifier-free' at scale %s of the %s needs predictions without it as well, but a network that was always told it has never made one: train with train.%s: 0.1 or so"
                    .formatted(options.of(part), part.word(), dropout(part)))
        .toList();
  }

  private boolean isHidden(ConditionPart part, Set<ConditionPart> told) {
    if (!options.isOfParts()) {
      return scale != 1;
    }
    return PartlyGuided.shares(options, told).stream()
        .anyMatch(share -> share.hidden().contains(part));
  }

  private static String dropout(ConditionPart part) {
    return switch (part) {
      case CLASS -> "label-dropout";
      case NUMBERS -> "number-dropout";
      case CAPTION -> "caption-dropout";
      case IMAGE -> "image-dropout";
    };
  }

  private List<String> objectionsOfClasses(Assembly assembly) {
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
