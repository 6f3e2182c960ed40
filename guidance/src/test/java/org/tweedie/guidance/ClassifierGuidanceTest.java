package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.TIMES;
import static org.tweedie.guidance.Scene.classifierFree;
import static org.tweedie.guidance.Scene.mixture;
import static org.tweedie.guidance.Scene.noise;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Condition;
import org.tweedie.laws.contract.GuidanceContract;

class ClassifierGuidanceTest {

  private static ClassifierGuidance of(double scale, boolean conditional) {
    return new ClassifierGuidance(new ExactClassifier(mixture()), scale, conditional);
  }

  @Nested
  class Sharpened extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return of(2.5, false);
    }

    @Override
    protected Optional<Guidance> guidance(double scale) {
      return Optional.of(of(scale, false));
    }
  }

  @Nested
  class OnTheConditionalModel extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return of(2.5, true);
    }
  }

  /** By Bayes' rule grad log p(y|z) = s(z|y) - s(z) (Luo, equations 163 to 170). */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2, 4})
  void agreesPointwiseWithClassifierFreeGuidanceByTheExactClassifier(double scale) {
    float[] expected = noise(classifierFree(scale).guide(mixture()));
    float[] guided = noise(of(scale, false).guide(mixture()));
    for (int k = 0; k < guided.length; k++) {
      assertThat((double) guided[k])
          .as("noise %s at scale %s", k, scale)
          .isCloseTo(expected[k], within(1e-6 * Math.max(1, Math.abs(expected[k]))));
    }
  }

  @Test
  void onTheConditionalModelTheScaleIsOneLess() {
    assertThat(noise(of(1.5, true).guide(mixture())))
        .containsExactly(noise(classifierFree(2.5).guide(mixture())), within(1e-5f));
  }

  @Test
  void doesNotAskTheClassifierWhereNothingIsKnown() {
    ClassifierGuidance guidance =
        new ClassifierGuidance(
            (z, levels, condition) -> {
              throw new AssertionError("asked");
            },
            2,
            false);
    assertThat(guidance.guide(mixture()).predict(LATENTS, TIMES, Condition.none(4)).noise())
        .isEqualTo(mixture().predict(LATENTS, TIMES, Condition.none(4)).noise());
  }

  @Test
  void asksTheModelWithoutTheConditionUnlessToldOtherwise() {
    Scene.CountingModel model = new Scene.CountingModel();
    noise(of(2, false).guide(model));
    noise(of(2, true).guide(model));
    assertThat(model.asked).containsExactly(Condition.none(4), LABELS);
  }

  @Test
  void objectsToDataWithoutClassesAndToNetworksThatWereNeverUnconditional() {
    List<String> classes = List.of("cat", "dog");
    ClassifierGuidance guidance = of(2, false);
    assertThat(guidance.objections(Scene.assembly(guidance, List.of(), 0.1)))
        .singleElement()
        .asString()
        .contains("needs data with classes");
    assertThat(guidance.objections(Scene.assembly(guidance, classes, 0)))
        .singleElement()
        .asString()
        .contains("train.label-dropout", "conditional: true");
    assertThat(of(2, true).objections(Scene.assembly(guidance, classes, 0))).isEmpty();
    assertThat(guidance.objections(Scene.assembly(guidance, classes, 0.1))).isEmpty();
    assertThat(guidance.objections(Scene.assembly(guidance, classes, 1))).isEmpty();
    assertThat(of(2, true).objections(Scene.assembly(guidance, classes, 1)))
        .singleElement()
        .asString()
        .contains("hides every label");
  }

  @Test
  void bringsClassesToANetworkThatSawNone() {
    assertThat(of(2, false).bringsClasses()).isTrue();
    assertThat(Guidance.inOrder(List.of(of(2, false), classifierFree(1))).bringsClasses()).isTrue();
    assertThat(classifierFree(2).bringsClasses()).isFalse();
  }
}
