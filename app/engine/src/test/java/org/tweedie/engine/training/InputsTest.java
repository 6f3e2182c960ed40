package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.Augmentation;
import org.tweedie.engine.fake.FakeTimes;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.tensor.TrainingInput;

class InputsTest {

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
    return inputs(t -> 10 - 20 * t, examples, batch, timesteps, labelDropout, seed);
  }

  private static Inputs inputs(
      NoiseSchedule schedule,
      int examples,
      int batch,
      OptionalInt timesteps,
      double labelDropout,
      long seed) {
    Assembly parts = parts(schedule, new FakeTimes(), timesteps, labelDropout);
    return new Inputs(parts, numbers(examples), new RecentLosses(batch, timesteps), batch, seed);
  }

  private static Assembly parts(
      NoiseSchedule schedule, TimeDistribution times, OptionalInt timesteps, double labelDropout) {
    return new Assembly(
        DATA,
        schedule,
        Optional.empty(),
        null,
        null,
        objective(timesteps),
        times,
        null,
        null,
        labelDropout);
  }

  /** Looks at the history, or does not. */
  private static TimeDistribution looking(boolean looks, List<Integer> seen) {
    return new TimeDistribution() {
      @Override
      public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
        seen.add(history.size());
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return new TimeDraw(new double[count], ones, ones);
      }

      @Override
      public boolean usesHistory() {
        return looks;
      }

      @Override
      public boolean isUniform() {
        return false;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lossesAreKeptForTimesThatLookAtThemAndForNoOthers(boolean looks) {
    List<Integer> seen = new ArrayList<>();
    RecentLosses losses = new RecentLosses(4, OptionalInt.empty());
    Assembly parts = parts(t -> 10 - 20 * t, looking(looks, seen), OptionalInt.empty(), 0);
    Inputs inputs = new Inputs(parts, numbers(10), losses, 4, 3);
    for (int step = 1; step <= 5; step++) {
      inputs.found(step, inputs.at(step).draw(), new float[] {step, step, step, step});
    }
    assertThat(seen)
        .as("losses seen by each step: all that lie two steps back")
        .containsExactly(looks ? new Integer[] {0, 0, 4, 8, 12} : new Integer[] {0, 0, 0, 0, 0});
    assertThat(losses.state().values())
        .allSatisfy(kept -> assertThat(kept).hasSize(looks ? 20 : 0));
  }

  private static Objective objective(OptionalInt timesteps) {
    return new Objective() {
      @Override
      public Parameterization predicts() {
        return Parameterization.NOISE;
      }

      @Override
      public OptionalInt timesteps() {
        return timesteps;
      }

      @Override
      public Operand<TFloat32> loss(Denoising batch) {
        throw new AssertionError("inputs need no loss");
      }
    };
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
    assertThat(inputs(10, 4, OptionalInt.empty(), 0.5, 4).at(7).draw().times())
        .isNotEqualTo(expected.draw().times());
  }

  @Test
  void spreadsTimesEvenlyOverEveryBatch() {
    int batch = 32;
    for (int step = 1; step <= 20; step++) {
      double[] times =
          Arrays.stream(inputs(100, batch, OptionalInt.empty(), 0, 3).at(step).draw().times())
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
  void takesDiscreteTimesFromTheGrid() {
    TrainingInput input = inputs(100, 64, OptionalInt.of(10), 0, 3).at(1);
    for (int i = 0; i < 64; i++) {
      double step = 10 * input.draw().times()[i];
      assertThat(step)
          .as("ten times the time")
          .isCloseTo(Math.rint(step), within(1e-9))
          .isBetween(0.99, 10.01);
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
    Inputs one = inputs(10, 4, OptionalInt.empty(), 0.5, 3);
    Inputs two = inputs(t -> 6 - 8 * t, 10, 4, OptionalInt.empty(), 0.5, 3);
    for (int step = 1; step <= 10; step++) {
      TrainingInput a = one.at(step);
      TrainingInput b = two.at(step);
      assertThat(examplesOf(b)).as("examples of step %d", step).isEqualTo(examplesOf(a));
      assertThat(b.labels()).as("labels of step %d", step).isEqualTo(a.labels());
      assertThat(b.seed()).as("what the noise is drawn from").isEqualTo(a.seed());
      assertThat(b.draw().times()).as("times of step %d", step).isEqualTo(a.draw().times());
    }
  }

  private static Inputs augmented(int batch, Augmentation... augmentations) {
    Assembly parts = parts(t -> 10 - 20 * t, new FakeTimes(), OptionalInt.empty(), 0.5);
    RecentLosses losses = new RecentLosses(batch, OptionalInt.empty());
    return new Inputs(parts, numbers(10), losses, batch, 3, List.of(augmentations));
  }

  private static final Augmentation NOISY =
      (example, random) -> new float[] {example[0] + (float) random.nextDouble() / 2};

  @Test
  void augmentationChangesExamplesAndNothingElse() {
    Inputs plain = augmented(4);
    Inputs changed = augmented(4, (example, random) -> new float[] {example[0] + 100});
    Inputs noisy = augmented(4, NOISY);
    for (int step = 1; step <= 6; step++) {
      TrainingInput expected = plain.at(step);
      TrainingInput found = changed.at(step);
      assertThat(examplesOf(found))
          .isEqualTo(Arrays.stream(examplesOf(expected)).map(example -> example + 100).toArray());
      for (TrainingInput other : List.of(found, noisy.at(step))) {
        assertThat(other.labels()).isEqualTo(expected.labels());
        assertThat(other.draw()).usingRecursiveComparison().isEqualTo(expected.draw());
      }
      assertThat(examplesOf(noisy.at(step)))
          .as("less is added than lies between examples")
          .isEqualTo(examplesOf(expected));
    }
  }

  /** As binarised pixels do: each step draws its own, whatever steps were asked for before it. */
  @Test
  void examplesThatAreDrawnAreTheirOwnInEachStepAndChangeNothingElse() {
    Examples fixed = numbers(2);
    Examples drawn =
        new Examples() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            throw new AssertionError("training draws");
          }

          @Override
          public void draw(int index, RandomGenerator random, float[] target, int offset) {
            target[offset] = index + (float) random.nextDouble() / 2;
          }

          @Override
          public int label(int index) {
            return fixed.label(index);
          }
        };
    Assembly parts = parts(t -> 10 - 20 * t, new FakeTimes(), OptionalInt.empty(), 0.5);
    RecentLosses losses = new RecentLosses(2, OptionalInt.empty());
    Inputs expected = new Inputs(parts, fixed, losses, 2, 3);
    Inputs found = new Inputs(parts, drawn, losses, 2, 3);
    Set<Float> different = new HashSet<>();
    for (int step = 1; step <= 6; step++) {
      TrainingInput input = found.at(step);
      assertThat(input.labels()).isEqualTo(expected.at(step).labels());
      for (float value : input.signal().values()) {
        different.add(value);
      }
      assertThat(new Inputs(parts, drawn, losses, 2, 3).at(step).signal())
          .isEqualTo(input.signal());
    }
    assertThat(different).hasSize(12);
  }

  @Test
  void augmentationsComeOneAfterTheOtherWithRandomNumbersOfTheirOwn() {
    Augmentation plusOne = (example, random) -> new float[] {example[0] + 1};
    Augmentation twice = (example, random) -> new float[] {example[0] * 2};
    assertThat(augmented(4, plusOne, twice).at(3).signal().values()[0])
        .isEqualTo((augmented(4).at(3).signal().values()[0] + 1) * 2);
    Augmentation draws =
        (example, random) -> {
          random.nextDouble();
          return example;
        };
    Augmentation idle = (example, random) -> example;
    assertThat(augmented(4, draws, NOISY).at(3).signal())
        .as("what one draws changes nothing of the next")
        .isEqualTo(augmented(4, idle, NOISY).at(3).signal());
  }

  @Test
  void wrongAnswersOfAnAugmentationAreToldWithItsPlace() {
    Augmentation idle = (example, random) -> example;
    Augmentation longer = (example, random) -> new float[2];
    Augmentation none = (example, random) -> new float[] {Float.NaN};
    assertThatThrownBy(() -> augmented(4, idle, longer).at(1))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("the augmentation number 2")
        .hasMessageContaining("2 values of an example of 1");
    assertThatThrownBy(() -> augmented(4, none).at(1))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("the augmentation number 1")
        .hasMessageContaining("NaN");
  }

  @Test
  void augmentationIsSettledBySeedStepAndPlace() {
    Inputs whole = augmented(8, NOISY);
    IntStream.rangeClosed(1, 6).forEach(whole::at);
    assertThat(augmented(8, NOISY).at(7)).usingRecursiveComparison().isEqualTo(whole.at(7));
    float[] added = new float[16];
    for (int i = 0; i < added.length; i++) {
      TrainingInput input = whole.at(7 + i / 8);
      added[i] = input.signal().values()[i % 8] - examplesOf(input)[i % 8];
    }
    for (int i = 0; i < added.length; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(added[i]).as("draws %d and %d", i, j).isNotEqualTo(added[j]);
      }
    }
  }

  /** Captions, which change nothing of what is drawn for all else. */
  private static Inputs captioned(double captionDropout) {
    Assembly parts = parts(t -> 10 - 20 * t, new FakeTimes(), OptionalInt.empty(), 0.3);
    Assembly told =
        new Assembly(
            DATA.withCaptions(),
            parts.schedule(),
            Optional.empty(),
            null,
            null,
            parts.objective(),
            parts.times(),
            null,
            null,
            0.3,
            new Conditioning(
                Map.of(ConditionPart.CAPTION, captionDropout), List.of(), Optional.empty()));
    Examples numbers = numbers(10);
    Examples captioned =
        new Examples() {
          @Override
          public int size() {
            return numbers.size();
          }

          @Override
          public void read(int index, float[] target, int offset) {
            numbers.read(index, target, offset);
          }

          @Override
          public int label(int index) {
            return numbers.label(index);
          }

          @Override
          public Optional<String> caption(int index) {
            return Optional.of("number " + index);
          }
        };
    return new Inputs(told, captioned, new RecentLosses(500, OptionalInt.empty()), 500, 7);
  }

  @Test
  void captionsAreHiddenAsOftenAsIsAskedAndChangeNothingElse() {
    TrainingInput without = inputs(10, 500, OptionalInt.empty(), 0.3, 7).at(3);
    TrainingInput with = captioned(0.2).at(3);
    assertThat(with.labels()).containsExactly(without.labels());
    assertThat(with.draw().times()).containsExactly(without.draw().times());
    assertThat(with.signal()).isEqualTo(without.signal());
    assertThat(without.condition()).isEqualTo(Condition.none(500));
    int hidden = 0;
    for (int i = 0; i < 500; i++) {
      Optional<String> caption = with.condition().caption(i);
      hidden += caption.isEmpty() ? 1 : 0;
      String own = "number " + (int) with.signal().values()[i];
      caption.ifPresent(text -> assertThat(text).isEqualTo(own));
    }
    // 100 of 500, with a standard deviation of 9.
    assertThat(hidden).isBetween(64, 136);
    assertThat(captioned(0.2).at(3).condition()).as("the same again").isEqualTo(with.condition());
    assertThat(captioned(0).at(3).condition().known()).containsExactly(ConditionPart.CAPTION);
  }

  private static Inputs imaged(double imageNoise) {
    Assembly parts = parts(t -> 10 - 20 * t, new FakeTimes(), OptionalInt.empty(), 0.3);
    DataShape dot = DataShape.image(1, 1, 1);
    Assembly told =
        new Assembly(
            DataDescription.of(dot).withConditionImage(dot),
            parts.schedule(),
            Optional.empty(),
            null,
            null,
            parts.objective(),
            parts.times(),
            null,
            null,
            0.3,
            new Conditioning(
                Map.of(ConditionPart.IMAGE, 0.0),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                imageNoise));
    Examples numbers = numbers(10);
    Examples imaged =
        new Examples() {
          @Override
          public int size() {
            return numbers.size();
          }

          @Override
          public void read(int index, float[] target, int offset) {
            numbers.read(index, target, offset);
          }

          @Override
          public int label(int index) {
            return numbers.label(index);
          }

          @Override
          public Optional<float[]> conditionImage(int index) {
            return Optional.of(new float[] {0.5f});
          }
        };
    return new Inputs(told, imaged, new RecentLosses(500, OptionalInt.empty()), 500, 7);
  }

  /** {@code sqrt(1 - s^2) / 2 + s e}, with s even between 0 and the largest share. */
  @Test
  void imagesGetNoiseOfSharesThatAreEvenAndChangeNothingElse() {
    TrainingInput without = imaged(0).at(3);
    TrainingInput with = imaged(0.8).at(3);
    assertThat(with.labels()).containsExactly(without.labels());
    assertThat(with.draw().times()).containsExactly(without.draw().times());
    assertThat(with.signal()).isEqualTo(without.signal());
    double shares = 0;
    double squares = 0;
    for (int i = 0; i < 500; i++) {
      assertThat(without.condition().image(i).orElseThrow()).containsExactly(0.5f);
      double s = with.condition().imageNoise(i);
      shares += s / 500;
      double noise = (with.condition().image(i).orElseThrow()[0] - Math.sqrt(1 - s * s) / 2) / s;
      squares += noise * noise / 500;
    }
    // A uniform distribution of width 0.8 deviates by 0.8 / sqrt(12), a squared normal by sqrt(2).
    assertThat(shares).isCloseTo(0.4, within(3 * 0.8 / Math.sqrt(12 * 500)));
    assertThat(squares).isCloseTo(1, within(3 * Math.sqrt(2.0 / 500)));
    assertThat(imaged(0.8).at(3).condition()).as("again").isEqualTo(with.condition());
    assertThat(imaged(0.8).at(4).condition()).isNotEqualTo(with.condition());
  }

  /** One scale is no input, and neither is none. */
  @Test
  void scalesOfGuidanceAreDrawnEvenlyAndChangeNothingElse() {
    TrainingInput without = guided(Optional.empty()).at(3);
    TrainingInput one = guided(Optional.of(GuidanceScales.of(2))).at(3);
    TrainingInput several = guided(Optional.of(new GuidanceScales(1, 5))).at(3);
    assertThat(one.condition()).isEqualTo(without.condition());
    assertThat(several.labels()).containsExactly(without.labels());
    assertThat(several.draw().times()).containsExactly(without.draw().times());
    double[] scales =
        IntStream.range(0, 500)
            .mapToDouble(i -> several.condition().numbers(i).orElseThrow()[0])
            .toArray();
    assertThat(Arrays.stream(scales).allMatch(scale -> scale >= 1 && scale <= 5)).isTrue();
    // A uniform distribution of width 4 has the variance 16/12.
    assertThat(Arrays.stream(scales).average().orElseThrow())
        .isCloseTo(3, within(3 * Math.sqrt(16.0 / 12 / 500)));
    assertThat(guided(Optional.of(new GuidanceScales(1, 5))).at(3).condition())
        .isEqualTo(several.condition());
    assertThat(guided(Optional.of(new GuidanceScales(1, 5))).at(4).condition())
        .isNotEqualTo(several.condition());
  }

  private static Inputs guided(Optional<GuidanceScales> guidance) {
    Assembly parts = parts(t -> 10 - 20 * t, new FakeTimes(), OptionalInt.empty(), 0.3);
    Objective taught =
        new Objective() {
          @Override
          public Parameterization predicts() {
            return Parameterization.NOISE;
          }

          @Override
          public Optional<TeacherRun> teacher() {
            return Optional.of(new TeacherRun("it", 0, guidance));
          }

          @Override
          public Operand<TFloat32> loss(Denoising batch) {
            throw new AssertionError("no loss is built");
          }
        };
    Assembly student =
        new Assembly(
            DATA,
            parts.schedule(),
            Optional.empty(),
            null,
            null,
            taught,
            parts.times(),
            null,
            null,
            0.3);
    return new Inputs(student, numbers(10), new RecentLosses(500, OptionalInt.empty()), 500, 7);
  }
}
