package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.fake.Parts;
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

  /** A resumed run sees what the run that never stopped saw. */
  @Test
  void aStepsNoiseIsAFunctionOfItsNumber() {
    Inputs inputs = inputs(Optional.of(REVERSED));
    Batch first = inputs.at(1).noise().orElseThrow();
    Batch second = inputs.at(2).noise().orElseThrow();
    assertThat(inputs(Optional.of(REVERSED)).at(2).noise()).contains(second);
    assertThat(second).isNotEqualTo(first);
    assertThat(inputs(Optional.of((x, e) -> new int[] {0, 1, 2})).at(2).noise())
        .as("the same noise in another order")
        .contains(second.slice(2, 3).followedBy(second.slice(1, 2)).followedBy(second.slice(0, 1)));
    assertThat(inputs(Optional.empty()).at(2).noise()).as("drawn in the graph").isEmpty();
  }

  /** Three examples a step, of one class. */
  private static Inputs inputs(Optional<Coupling> coupling) {
    Objective objective =
        new Objective() {
          @Override
          public Parameterization predicts() {
            return Parameterization.FLOW;
          }

          @Override
          public Optional<Coupling> coupling() {
            return coupling;
          }

          @Override
          public Operand<TFloat32> loss(Denoising batch) {
            throw new AssertionError("no loss is built");
          }
        };
    Assembly parts =
        Parts.of(
            DataDescription.of(PLANE),
            t -> 10 - 20 * t,
            (graph, input) -> {
              throw new AssertionError("no network is built");
            },
            objective);
    Examples examples =
        new Examples() {
          @Override
          public int size() {
            return 9;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            target[offset] = index;
            target[offset + 1] = -index;
          }

          @Override
          public int label(int index) {
            return Condition.NONE;
          }
        };
    return new Inputs(parts, examples, new RecentLosses(3, OptionalInt.empty()), 3, 1);
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
