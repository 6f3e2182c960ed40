package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;

class BatchTest {

  private static final DataShape PAIR = DataShape.point(2);
  private static final Batch X = Batch.of(PAIR, new float[] {1, 2, 3, 4, 5, 6});
  private static final Batch Y = Batch.of(PAIR, new float[] {10, 20, 30, 40, 50, 60});

  @Test
  void valuesMakeWholeExamples() {
    assertThat(X.count()).isEqualTo(3);
    assertThat(X.shape()).isEqualTo(PAIR);
    assertThat(X.example(1)).containsExactly(3, 4);
    assertThat(X.slice(1, 3)).isEqualTo(Batch.of(PAIR, new float[] {3, 4, 5, 6}));
    assertThat(X.slice(1, 1).count()).isZero();
    assertThat(X.slice(0, 1).followedBy(X.slice(1, 3))).isEqualTo(X);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.of(PAIR, new float[3]))
        .withMessage("3 values do not make whole examples of shape 2");
  }

  @Test
  void linearCombinationsAreElementByElement() {
    assertThat(X.times(2).values()).containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(X.combine(2, -1, Y).values()).containsExactly(-8, -16, -24, -32, -40, -48);
    assertThat(X.combine(1, 1, Y, -11, X)).isEqualTo(Batch.zeros(PAIR, 3));
    assertThat(X.combineEach(new double[] {1, 0, -1}, new double[] {0, 1, 1}, Y).values())
        .containsExactly(1, 2, 30, 40, 45, 54);
  }

  @Test
  void combinationsAreRoundedOnce() {
    Batch large = Batch.of(PAIR, new float[] {1e8f, 1});
    Batch small = Batch.of(PAIR, new float[] {1, 1e-8f});
    assertThat(large.combine(1, 1, small, -1, large)).isEqualTo(small);
  }

  @Test
  void noOperationChangesItsOperands() {
    Batch x = Batch.of(PAIR, new float[] {5, -5});
    x.times(3);
    x.clamp(-1, 1);
    x.map(value -> 0);
    x.example(0)[0] = 9;
    x.slice(0, 1).values()[0] = 9;
    assertThat(x.values()).containsExactly(5, -5);
  }

  @Test
  void clampMovesIntoTheIntervalAndMapGoesThroughTheFunction() {
    assertThat(X.clamp(2, 4).values()).containsExactly(2, 2, 3, 4, 4, 4);
    assertThat(X.map(value -> value * value).values()).containsExactly(1, 4, 9, 16, 25, 36);
  }

  @Test
  void squaredDistancesAreSumsOverTheDimensions() {
    assertThat(X.squaredDistances(Batch.zeros(PAIR, 3))).containsExactly(5, 25, 61);
  }

  @Test
  void batchesThatDoNotMatchAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X.combine(1, 1, Y.slice(0, 2)))
        .withMessage("3 examples do not go with 2");
    Batch single = Batch.zeros(DataShape.point(1), 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X.followedBy(single))
        .withMessage("examples of shape 2 do not go with examples of shape 1");
    assertThatIllegalArgumentException().isThrownBy(() -> X.squaredDistances(single));
  }

  @Test
  void equalityIsOfShapeAndValues() {
    Batch same = Batch.of(PAIR, X.values().clone());
    assertThat(same).isEqualTo(X).hasSameHashCodeAs(X).hasToString("Batch[3 x 2]");
    assertThat(Batch.of(DataShape.point(3), X.values().clone())).isNotEqualTo(X);
    assertThat(X).isNotEqualTo(Y);
  }
}
