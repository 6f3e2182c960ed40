package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/** Classifier-free guidance with a scale for each part of a condition. */
class PartlyGuidedTest {

  private static final DataShape SHAPE = DataShape.point(2);
  private static final NoiseSchedule SCHEDULE = t -> 5 - 10 * t;
  private static final double[] TIMES = {0.3, 0.6};
  private static final Batch Z = Batch.of(SHAPE, new float[] {0.5f, -1, 2, 0.25f});
  private static final Condition ALL =
      Condition.labels(1, 0)
          .withNumbers(new float[] {3}, new float[] {4})
          .withCaptions("one", "two")
          .withImages(DataShape.image(1, 1, 1), new float[] {0.5f}, new float[] {-0.5f});

  /** Each set of known parts has a signal of its own, which no sum of others makes. */
  private static double signal(Set<ConditionPart> known) {
    double value = 1;
    for (ConditionPart part : known) {
      value = 3 * value + part.ordinal();
    }
    return value;
  }

  private static final class Model implements DiffusionModel {

    private final List<Set<ConditionPart>> asked = new ArrayList<>();

    @Override
    public NoiseSchedule schedule() {
      return SCHEDULE;
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      float[] values = new float[z.values().length];
      NoiseLevel[] levels = new NoiseLevel[z.count()];
      asked.clear();
      for (int i = 0; i < z.count(); i++) {
        Set<ConditionPart> known = condition.slice(i, i + 1).known();
        if (i % TIMES.length == 0) {
          asked.add(known);
        }
        levels[i] = SCHEDULE.at(times[i]);
        for (int k = 0; k < SHAPE.size(); k++) {
          int at = i * SHAPE.size() + k;
          values[at] = (float) (signal(known) * z.values()[at]);
        }
      }
      return Prediction.of(Parameterization.SIGNAL, z, levels, Batch.of(SHAPE, values));
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      float[] gradient = new float[z.values().length];
      for (int i = 0; i < gradient.length; i++) {
        int example = i / SHAPE.size();
        gradient[i] =
            (float) (signal(condition.slice(example, example + 1).known()) * cotangent.values()[i]);
      }
      return Differentiated.of(predict(z, times, condition), Batch.of(SHAPE, gradient));
    }
  }

  private static ClassifierFreeGuidance of(
      double scale, double ofClass, double ofNumbers, double ofCaption, double ofImage) {
    return new ClassifierFreeGuidance(
        new ClassifierFreeGuidance.Options(scale, ofClass, ofNumbers, ofCaption, ofImage));
  }

  private static double factor(ClassifierFreeGuidance guidance, Condition condition) {
    Batch signal = guidance.guide(new Model()).predict(Z, TIMES, condition).signal();
    double factor = signal.values()[0] / (double) Z.values()[0];
    for (int i = 0; i < Z.values().length; i++) {
      assertThat(signal.values()[i] / (double) Z.values()[i]).isCloseTo(factor, within(1e-4));
    }
    return factor;
  }

  @Test
  void anImageAndACaptionAreGuidedAsInTheirPaper() {
    Condition both = ALL.without(ConditionPart.CLASS).without(ConditionPart.NUMBERS);
    double nothing = signal(Set.of());
    double image = signal(Set.of(ConditionPart.IMAGE));
    double all = signal(both.known());
    assertThat(factor(of(2, 0, 0, 5, 1.5), both))
        .isCloseTo(nothing + 1.5 * (image - nothing) + 5 * (all - image), within(1e-4));
  }

  @Test
  void neighboursWithoutAScaleOfTheirOwnGoTogether() {
    double nothing = signal(Set.of());
    double sharing =
        signal(ALL.without(ConditionPart.CAPTION).without(ConditionPart.NUMBERS).known());
    double numbers = signal(ALL.without(ConditionPart.CAPTION).known());
    double all = signal(ALL.known());
    assertThat(factor(of(2, 0, 0.5, 4, 0), ALL))
        .isCloseTo(
            nothing + 2 * (sharing - nothing) + 0.5 * (numbers - sharing) + 4 * (all - numbers),
            within(1e-3));
  }

  @Test
  void anImageIsKnownFirstAlsoWhereOthersShareTheScale() {
    Condition both = ALL.without(ConditionPart.NUMBERS).without(ConditionPart.CAPTION);
    double image = signal(Set.of(ConditionPart.IMAGE));
    Model model = new Model();
    ClassifierFreeGuidance guidance = of(3, 0, 0, 0, 1);
    assertThat(factor(guidance, both))
        .isCloseTo(image + 3 * (signal(both.known()) - image), within(1e-3));
    guidance.guide(model).predict(Z, TIMES, both);
    assertThat(model.asked).containsExactly(both.known(), Set.of(ConditionPart.IMAGE));
  }

  @Test
  void scalesThatAreAlikeAreOneScale() {
    for (double scale : new double[] {0.5, 1, 3}) {
      assertThat(factor(of(scale, scale, scale, scale, scale), ALL))
          .isCloseTo(factor(of(scale, 0, 0, 0, 0), ALL), within(1e-3));
    }
  }

  @Test
  void whatIsNotKnownIsNotGuidedBy() {
    assertThat(factor(of(2, 0, 0, 5, 1.5), Condition.none(2)))
        .isCloseTo(signal(Set.of()), within(1e-6));
    Condition caption = Condition.none(2).withCaptions("one", "two");
    assertThat(factor(of(2, 0, 0, 5, 1.5), caption))
        .isCloseTo(factor(of(5, 0, 0, 0, 0), caption), within(1e-4));
    Condition ofOne = Condition.none(2).withCaptions(List.of(Optional.of("one"), Optional.empty()));
    Batch signal = of(2, 0, 0, 5, 0).guide(new Model()).predict(Z, TIMES, ofOne).signal();
    assertThat(signal.values()[2])
        .as("the example without a caption")
        .isCloseTo((float) (signal(Set.of()) * Z.values()[2]), within(1e-5f));
  }

  @Test
  void aPredictionWithoutWeightIsNotMade() {
    Model model = new Model();
    of(1, 0, 0, 3, 0).guide(model).predict(Z, TIMES, ALL);
    assertThat(model.asked).hasSize(2).doesNotContain(Set.of());
    of(3, 0, 0, 3, 0).guide(model).predict(Z, TIMES, ALL);
    assertThat(model.asked).containsExactly(ALL.known(), Set.of());
    of(0, 0, 0, 3, 0).guide(model).predict(Z, TIMES, ALL);
    assertThat(model.asked).containsExactly(Set.of(ConditionPart.CAPTION), Set.of());
  }

  @Test
  void theGradientIsThatOfTheGuidedSignal() {
    Batch cotangent = Batch.of(SHAPE, new float[] {1, 2, 3, 4});
    ClassifierFreeGuidance guidance = of(2, 3, 0.5, 5, 1.5);
    Differentiated found = guidance.guide(new Model()).differentiate(Z, TIMES, ALL, cotangent);
    double factor = factor(guidance, ALL);
    for (int i = 0; i < 4; i++) {
      assertThat(found.gradient().values()[i] / (double) cotangent.values()[i])
          .isCloseTo(factor, within(1e-3 * Math.abs(factor)));
    }
  }
}
