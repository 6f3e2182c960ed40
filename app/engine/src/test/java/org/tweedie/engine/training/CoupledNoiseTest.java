package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.objective.Coupling;
import org.tweedie.engine.problem.TrainingFailure;

class CoupledNoiseTest {

  private static final DataShape PLANE = DataShape.point(2);
  private static final Batch SIGNALS = Batch.of(PLANE, new float[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4});
  private static final Batch NOISE =
      Batch.of(PLANE, new float[] {0, 10, 1, 11, 2, 12, 3, 13, 4, 14});

  private static final Coupling REVERSED =
      (signals, noise) ->
          IntStream.range(0, signals.count()).map(i -> signals.count() - 1 - i).toArray();

  /** Noise of one class stays with it: of the places 0, 2 and 3, and of 1 and 4. */
  @Test
  void ordersTheNoiseOfEachClassByItself() {
    int[] labels = {7, 3, 7, 7, 3};
    Batch ordered = CoupledNoise.of(REVERSED, SIGNALS, labels, NOISE);
    assertThat(ordered).isEqualTo(Batch.of(PLANE, new float[] {3, 13, 4, 14, 2, 12, 0, 10, 1, 11}));
  }

  @Test
  void showsACouplingTheExamplesOfOneClass() {
    List<Batch> seen = new ArrayList<>();
    Coupling looking =
        (signals, noise) -> {
          seen.add(signals);
          seen.add(noise);
          return IntStream.range(0, signals.count()).toArray();
        };
    assertThat(CoupledNoise.of(looking, SIGNALS, new int[] {1, 0, 1, 1, 1}, NOISE))
        .isEqualTo(NOISE);
    assertThat(seen)
        .containsExactly(
            Batch.of(PLANE, new float[] {0, 0, 2, 2, 3, 3, 4, 4}),
            Batch.of(PLANE, new float[] {0, 10, 2, 12, 3, 13, 4, 14}),
            Batch.of(PLANE, new float[] {1, 1}),
            Batch.of(PLANE, new float[] {1, 11}));
  }

  @Test
  void noiseThatIsTakenTwiceIsRefused() {
    for (int[] wrong : new int[][] {{0, 0}, {0}, {0, 2}, {-1, 0}}) {
      assertThatThrownBy(
              () ->
                  CoupledNoise.of(
                      (signals, noise) -> wrong,
                      SIGNALS.slice(0, 2),
                      new int[2],
                      NOISE.slice(0, 2)))
          .isInstanceOf(TrainingFailure.class)
          .hasMessageContaining("coupling of 2 examples with noise must take each noise once");
    }
  }
}
