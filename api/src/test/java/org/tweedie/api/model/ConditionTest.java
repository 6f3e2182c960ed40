package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataShape;

class ConditionTest {

  @Test
  void speaksOfEachExample() {
    Condition condition = Condition.labels(3, Condition.NONE, 0);
    assertThat(condition.count()).isEqualTo(3);
    assertThat(condition.label(0)).isEqualTo(3);
    assertThat(condition.label(1)).isEqualTo(Condition.NONE);
    assertThat(condition.isNone()).isFalse();
    assertThat(condition.slice(1, 2).isNone()).isTrue();
    assertThat(condition.slice(0, 1).followedBy(condition.slice(1, 3))).isEqualTo(condition);
    assertThat(Condition.all(7, 2)).isEqualTo(Condition.labels(7, 7));
    assertThat(Condition.none(2)).isEqualTo(Condition.labels(Condition.NONE, Condition.NONE));
    assertThat(Condition.none(0).isNone()).isTrue();
  }

  @Test
  void doesNotChangeWithTheArrayItWasMadeOf() {
    int[] labels = {1, 2};
    Condition condition = Condition.labels(labels);
    labels[0] = 9;
    assertThat(condition).isEqualTo(Condition.labels(1, 2)).hasToString("Condition[1, 2]");
  }

  private static final DataShape DOT = DataShape.image(1, 1, 1);

  private static Condition all() {
    return Condition.labels(2, Condition.NONE, 0)
        .withNumbers(
            List.of(Optional.of(new float[] {1, Float.NaN}), Optional.empty(), Optional.empty()))
        .withCaptions(List.of(Optional.of("a dog"), Optional.of(""), Optional.empty()))
        .withImages(
            DOT, List.of(Optional.empty(), Optional.empty(), Optional.of(new float[] {0.5f})));
  }

  @Test
  void eachPartIsKnownOfAnExampleOrNot() {
    Condition condition = all();
    assertThat(condition.numbers(0).orElseThrow()).containsExactly(1, Float.NaN);
    assertThat(condition.numbers(1)).isEmpty();
    assertThat(condition.caption(1)).as("an empty caption is known").contains("");
    assertThat(condition.caption(2)).isEmpty();
    assertThat(condition.image(2).orElseThrow()).containsExactly(0.5f);
    assertThat(condition.imageShape()).contains(DOT);
    assertThat(condition.known()).containsExactly(ConditionPart.values());
    assertThat(condition.slice(1, 2).known()).containsExactly(ConditionPart.CAPTION);
  }

  @Test
  void partsAreLeftOutOneByOne() {
    Condition left = all();
    for (ConditionPart part : ConditionPart.values()) {
      assertThat(left.without(part).known()).doesNotContain(part).hasSize(left.known().size() - 1);
      left = left.without(part);
    }
    assertThat(left).isEqualTo(Condition.none(3));
    assertThat(all().hiding((part, i) -> i == 0))
        .isEqualTo(Condition.none(1).followedBy(all().slice(1, 3)));
  }

  @Test
  void examplesAreTakenApartAndPutTogether() {
    Condition condition = all();
    assertThat(condition.slice(0, 1).followedBy(condition.slice(1, 3))).isEqualTo(condition);
    assertThat(condition.at(2, 0).at(1, 0)).isEqualTo(condition.at(0, 2));
    assertThat(condition).hasSameHashCodeAs(all()).isNotEqualTo(condition.at(0, 0, 2));
    assertThat(condition.withCaptions("a dog", "", "x")).isNotEqualTo(condition);
    assertThat(Condition.none(2).followedBy(condition.slice(0, 1)).caption(2)).contains("a dog");
  }

  @Test
  void arraysAreCopied() {
    float[] numbers = {1};
    Condition condition = Condition.none(1).withNumbers(numbers);
    numbers[0] = 2;
    condition.numbers(0).orElseThrow()[0] = 3;
    assertThat(condition.numbers(0).orElseThrow()).containsExactly(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Condition.none(2).withCaptions("one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 of 2 examples are given something");
    assertThatThrownBy(() -> Condition.none(1).withImages(DOT, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image of 1x1x1 has 1 values, not 2");
    assertThatThrownBy(() -> all().caption(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** {@code sqrt(1 - s^2) y + s noise}: half of the variance at s = sqrt(1/2). */
  @Test
  void imagesHaveTheShareOfNoiseThatIsTold() {
    Condition clean =
        Condition.none(3)
            .withImages(
                DOT,
                List.of(
                    Optional.of(new float[] {0.5f}),
                    Optional.of(new float[] {0.5f}),
                    Optional.empty()));
    Batch noise = Batch.of(DOT, new float[] {2, 2, 2});
    Condition noisy = clean.withImageNoise(new double[] {0, 0.6, 1}, noise);
    assertThat(noisy.image(0).orElseThrow()).containsExactly(0.5f);
    assertThat(noisy.image(1).orElseThrow()).containsExactly(0.8f * 0.5f + 0.6f * 2);
    assertThat(noisy.image(2)).isEmpty();
    assertThat(noisy.imageNoise(0)).isZero();
    assertThat(noisy.imageNoise(1)).isEqualTo(0.6f);
    assertThat(noisy.imageNoise(2)).as("of no image").isZero();
    assertThat(noisy.at(1, 0).slice(0, 1)).isEqualTo(noisy.slice(1, 2)).isNotEqualTo(clean.at(1));
    assertThat(noisy.followedBy(clean).imageNoise(1)).isEqualTo(0.6f);
    assertThat(Condition.none(3).withImageNoise(new double[3], noise)).isEqualTo(Condition.none(3));
    assertThatThrownBy(() -> clean.withImageNoise(new double[] {0, 0, 1.1}, noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a level of noise lies in [0, 1], not 1.1");
    assertThatThrownBy(() -> clean.withImageNoise(new double[2], noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 levels and 3 times noise of 1x1x1 for 3 images of 1x1x1");
  }

  @Test
  void aFurtherNumberComesAfterThoseOfTheData() {
    Condition known =
        Condition.labels(3, 4)
            .withNumbers(List.of(Optional.of(new float[] {1, 2}), Optional.empty()));
    Condition further = known.withFurtherNumber(2, 5, 6);
    assertThat(further.numbers(0).orElseThrow()).containsExactly(1, 2, 5);
    assertThat(further.numbers(1).orElseThrow()).containsExactly(Float.NaN, Float.NaN, 6);
    assertThat(further.label(1)).isEqualTo(4);
    assertThat(further.withFurtherNumber(2, 7, 8).numbers(0).orElseThrow())
        .as("in the place of the one that was there")
        .containsExactly(1, 2, 7);
    assertThat(further.withoutFurtherNumber(2)).isEqualTo(known);
    assertThat(Condition.none(1).withFurtherNumber(0, 9).withoutFurtherNumber(0))
        .isEqualTo(Condition.none(1));
    assertThatThrownBy(() -> known.withFurtherNumber(2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 of 2 examples are given something");
  }
}
