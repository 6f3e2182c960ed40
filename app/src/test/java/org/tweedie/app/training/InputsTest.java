package org.tweedie.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.app.tensor.TrainingInput;

class InputsTest {

  private static final NoiseSchedule SCHEDULE = t -> 10 - 20 * t;
  private static final DataDescription DATA =
      new DataDescription(DataShape.point(1), Optional.empty(), List.of("even", "odd"));

  /** Example i has the value i. */
  private static Examples numbers(int size) {
    return new Examples() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public void read(int index, float[] target, int offset) {
        target[offset] = index;
      }

      @Override
      public int label(int index) {
        return index % 2;
      }
    };
  }

  private static Inputs inputs(
      int examples, int batch, OptionalInt timesteps, double labelDropout, long seed) {
    return new Inputs(DATA, numbers(examples), SCHEDULE, timesteps, batch, labelDropout, seed);
  }

  private static int[] examplesOf(TrainingInput input) {
    return IntStream.range(0, input.signal().count())
        .map(i -> (int) input.signal().values()[i])
        .toArray();
  }

  @Test
  void goesThroughAllExamplesOnceAnEpoch() {
    Inputs inputs = inputs(10, 4, OptionalInt.empty(), 0, 3);
    int[] seen =
        IntStream.rangeClosed(1, 5)
            .flatMap(step -> Arrays.stream(examplesOf(inputs.at(step))))
            .toArray();
    int[] first = Arrays.copyOf(seen, 10);
    int[] second = Arrays.copyOfRange(seen, 10, 20);
    assertThat(first).as("first epoch").containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(second).as("second epoch").containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(second).as("each epoch has an order of its own").isNotEqualTo(first);
  }

  @Test
  void feedsAStepTheSameWhateverCameBefore() {
    Inputs whole = inputs(10, 4, OptionalInt.empty(), 0.5, 3);
    IntStream.rangeClosed(1, 6).forEach(whole::at);
    TrainingInput expected = whole.at(7);
    TrainingInput resumed = inputs(10, 4, OptionalInt.empty(), 0.5, 3).at(7);
    assertThat(resumed).usingRecursiveComparison().isEqualTo(expected);
    assertThat(inputs(10, 4, OptionalInt.empty(), 0.5, 4).at(7).levels())
        .isNotEqualTo(expected.levels());
  }

  @Test
  void spreadsTimesEvenlyOverEveryBatch() {
    int batch = 32;
    for (int step = 1; step <= 20; step++) {
      double[] times =
          Arrays.stream(inputs(100, batch, OptionalInt.empty(), 0, 3).at(step).levels())
              .mapToDouble(level -> (10 - level.logSnr()) / 20)
              .sorted()
              .toArray();
      for (int i = 0; i < batch; i++) {
        assertThat(times[i])
            .as("time %d of step %d", i, step)
            .isBetween((double) i / batch - 1e-9, (i + 1.0) / batch + 1e-9);
      }
    }
  }

  @Test
  void takesDiscreteTimesFromTheGridWithTheStepBefore() {
    TrainingInput input = inputs(100, 64, OptionalInt.of(10), 0, 3).at(1);
    for (int i = 0; i < 64; i++) {
      double step = (10 - input.levels()[i].logSnr()) / 2;
      assertThat(step)
          .as("ten times the time")
          .isCloseTo(Math.rint(step), within(1e-9))
          .isBetween(0.99, 10.01);
      assertThat(input.previous()[i].logSnr() - input.levels()[i].logSnr())
          .isCloseTo(2, within(1e-9));
    }
  }

  @Test
  void hidesAShareOfTheLabels() {
    Inputs inputs = inputs(100, 100, OptionalInt.empty(), 0.3, 3);
    int hidden = 0;
    for (int step = 1; step <= 100; step++) {
      TrainingInput input = inputs.at(step);
      int[] examples = examplesOf(input);
      for (int i = 0; i < 100; i++) {
        hidden += input.labels()[i] == 2 ? 1 : 0;
        assertThat(input.labels()[i]).isIn(2, examples[i] % 2);
      }
    }
    // Binomial with 10,000 trials: the standard error of the share is 0.0046.
    assertThat(hidden / 10_000.0).isCloseTo(0.3, within(0.0046 * 4));
  }

  /** What makes the trials of one seed a pair, whatever they differ in. */
  @Test
  void oneSeedGivesTheSameExamplesLabelsAndTimesWhateverTheScheduleAndTheModel() {
    NoiseSchedule other = t -> 6 - 8 * t;
    Inputs one = inputs(10, 4, OptionalInt.empty(), 0.5, 3);
    Inputs two = new Inputs(DATA, numbers(10), other, OptionalInt.empty(), 4, 0.5, 3);
    for (int step = 1; step <= 10; step++) {
      TrainingInput a = one.at(step);
      TrainingInput b = two.at(step);
      assertThat(examplesOf(b)).as("examples of step %d", step).isEqualTo(examplesOf(a));
      assertThat(b.labels()).as("labels of step %d", step).isEqualTo(a.labels());
      assertThat(b.seed()).as("what the noise is drawn from").isEqualTo(a.seed());
      for (int i = 0; i < 4; i++) {
        assertThat((6 - b.levels()[i].logSnr()) / 8)
            .as("time %d of step %d", i, step)
            .isCloseTo((10 - a.levels()[i].logSnr()) / 20, within(1e-12));
      }
    }
  }
}
