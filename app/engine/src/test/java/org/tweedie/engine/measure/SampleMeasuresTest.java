package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.laws.exact.MeasuredMixture;
import org.tweedie.laws.plugin.DefaultOptions;

/** What measures of samples say of samples about which all is known. */
class SampleMeasuresTest {

  private static final MeasuredMixture MIXTURE = new MeasuredMixture(150, 0, 1);
  private static final Resources RESOURCES = new FakeResources(MIXTURE.mixture(), false);

  static Stream<Measure> ofSamples() {
    return Stream.of(
        new FrechetMeasure(DefaultOptions.of(FrechetMeasure.Options.class), RESOURCES),
        new KernelMeasure(DefaultOptions.of(KernelMeasure.Options.class), RESOURCES),
        new PrecisionRecallMeasure(
            DefaultOptions.of(PrecisionRecallMeasure.Options.class), RESOURCES),
        new DensityCoverageMeasure(
            DefaultOptions.of(DensityCoverageMeasure.Options.class), RESOURCES),
        new SlicedWassersteinMeasure(new SlicedWassersteinMeasure.Options(20, with("")), RESOURCES),
        new EnergyMeasure(DefaultOptions.of(EnergyMeasure.Options.class), RESOURCES),
        new MemorisationMeasure(DefaultOptions.of(MemorisationMeasure.Options.class), RESOURCES));
  }

  private static ComparisonOptions with(String classifier) {
    return new ComparisonOptions(
        new FeatureOptions(classifier), new ExampleOptions(5000, 1), Split.TEST);
  }

  /**
   * Over other samples of one model beside the same data, the deviation is what is stated. The
   * deviation of 80 values is known to 8 in a hundred; halves of 20 cuts are known to 16, and lean
   * a little for what looks at neighbours.
   */
  @ParameterizedTest
  @MethodSource("ofSamples")
  void standardErrorIsTheDeviationOverOtherSamples(Measure measure) {
    int repetitions = 80;
    DataSource data = MIXTURE.data();
    List<List<Reading>> all = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      Batch samples = new MeasuredMixture(150, 0.15, 100 + i).samples();
      all.add(measure.of(new Given(data, samples, Condition.none(samples.count()))));
    }
    for (int k = 0; k < measure.keys().size(); k++) {
      int which = k;
      double[] values = all.stream().mapToDouble(list -> list.get(which).value()).toArray();
      double deviation = Means.error(values) * Math.sqrt(repetitions);
      double stated =
          Math.sqrt(
              all.stream()
                  .mapToDouble(list -> Math.pow(list.get(which).standardError(), 2))
                  .average()
                  .orElseThrow());
      // These state what other examples of the data would change too, which are the same here.
      boolean ofBoth = measure instanceof MemorisationMeasure || measure instanceof KernelMeasure;
      double most = ofBoth ? 3 : 1.6;
      assertThat(stated / deviation).as(measure.keys().get(k)).isBetween(0.6, most);
    }
  }

  @ParameterizedTest
  @MethodSource("ofSamples")
  void samplesBesideTheDataAreWorseThanTheReference(Measure measure) {
    if (measure instanceof MemorisationMeasure) {
      return;
    }
    for (Reading reading : measure.of(new MeasuredMixture(150, 0.6, 3))) {
      assertThat(reading.better()).isNotEqualTo(Better.NEITHER);
      double worse = reading.better() == Better.LESS ? 1 : -1;
      assertThat(worse * (reading.value() - reading.reference()))
          .as(reading.toString())
          .isPositive();
    }
  }

  @Test
  void featuresTellReadingsApart() {
    Measure plain = new FrechetMeasure(new FrechetMeasure.Options(with("")), RESOURCES);
    Measure classifier = new FrechetMeasure(new FrechetMeasure.Options(with("a")), RESOURCES);
    assertThat(plain.keys()).containsExactly("frechet_distance");
    assertThat(classifier.keys()).containsExactly("frechet_distance_by_classifier");
    assertThat(classifier.of(MIXTURE).get(0).name())
        .isEqualTo("Fréchet distance, by the classifier");
    assertThat(classifier.of(MIXTURE).get(0).value())
        .isNotEqualTo(plain.of(MIXTURE).get(0).value());
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInWords() {
    Measure measure = new EnergyMeasure(DefaultOptions.of(EnergyMeasure.Options.class), RESOURCES);
    DataSource data = MIXTURE.data();
    Batch few = MIXTURE.samples().slice(0, 5);
    assertThatThrownBy(() -> measure.of(new Given(data, few, Condition.none(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are 5 samples, which are too few to measure: it takes 20 or more.");
    Batch broken = MIXTURE.samples().map(value -> value > 0.5 ? Double.NaN : value);
    assertThatThrownBy(() -> measure.of(new Given(data, broken, Condition.none(150))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 150 samples have values that are not finite");
  }

  @Test
  void withoutEnoughOtherExamplesThereIsNoReference() {
    Batch many = new MeasuredMixture(301, 0, 1).samples();
    Measure measure = new EnergyMeasure(DefaultOptions.of(EnergyMeasure.Options.class), RESOURCES);
    assertThat(measure.of(new Given(MIXTURE.data(), many, Condition.none(301))).get(0).reference())
        .isNaN();
  }

  @Test
  void accuracyOfAClassifierThatIsAlwaysRightIsOne() {
    // Modes far apart: their classes are certain.
    Measured measured = apart();
    for (boolean wrong : new boolean[] {false, true}) {
      Measure measure =
          new ClassifierAccuracyMeasure(
              new ClassifierAccuracyMeasure.Options("classifier", new ExampleOptions(5000, 1)),
              new FakeResources(MIXTURE.mixture(), wrong));
      Reading reading = measure.of(measured).get(0);
      assertThat(reading.value()).isEqualTo(wrong ? 0 : 1);
      assertThat(reading.reference()).isEqualTo(wrong ? 0 : 1);
      assertThat(reading.standardError()).isZero();
      assertThat(reading.examples()).as("one sample has no class").hasSize(39);
    }
  }

  /** Modes far apart: a sample's nearest training example is of its mode. */
  @Test
  void withoutAClassifierTheNearestTrainingExampleTellsTheClass() {
    Measure measure =
        new ClassifierAccuracyMeasure(
            DefaultOptions.of(ClassifierAccuracyMeasure.Options.class), RESOURCES);
    Measured measured = apart();
    Reading reading = measure.of(measured).get(0);
    assertThat(reading.value()).isEqualTo(1);
    assertThat(reading.reference()).isEqualTo(1);
    assertThat(reading.examples()).as("one sample has no class").hasSize(39);
    int[] other = new int[40];
    for (int i = 0; i < other.length; i++) {
      int label = measured.conditions().label(i);
      other[i] = label == Condition.NONE ? Condition.NONE : 1 - label;
    }
    Given asked = new Given(measured.data(), measured.samples(), Condition.labels(other));
    assertThat(measure.of(asked).get(0).value()).as("asked to be of the other class").isZero();
  }

  @Test
  void accuracyNeedsSamplesOfWhichAClassWasAsked() {
    Measure measure =
        new ClassifierAccuracyMeasure(
            new ClassifierAccuracyMeasure.Options("classifier", new ExampleOptions(5000, 1)),
            RESOURCES);
    Given given = new Given(MIXTURE.data(), MIXTURE.samples(), Condition.none(150));
    assertThatThrownBy(() -> measure.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No sample was asked to be of a class");
  }

  /**
   * A sample of the data's distribution is as likely to have any rank among m held-out examples: it
   * is nearer than the k-th with the probability k / (m + 1), exactly.
   */
  @Test
  void samplesOfTheDataAreAsNearToTrainingExamplesAsTheReferenceSays() {
    Measure measure = memorisation(0.1);
    int repetitions = 200;
    double[] shares = new double[repetitions];
    double reference = 0;
    for (int i = 0; i < repetitions; i++) {
      Reading reading = measure.of(new MeasuredMixture(40, 0, 1000 + i)).get(0);
      shares[i] = reading.value();
      reference = reading.reference();
    }
    assertThat(reference).isEqualTo(4.0 / 41);
    double error = Means.error(shares);
    assertThat(Means.of(shares))
        .as("with a standard error of %.4f", error)
        .isCloseTo(reference, within(4 * error));
  }

  @Test
  void copiesOfTrainingExamplesAreAllMemorised() {
    DataSource data = MIXTURE.data();
    Batch copies = Split.TRAIN.some(data, 150, 3);
    Reading copied = memorisation(0.05).of(new Given(data, copies, Condition.none(150))).get(0);
    assertThat(copied.value()).isEqualTo(1);
    Batch away = copies.map(value -> value + 5);
    assertThat(memorisation(0.05).of(new Given(data, away, Condition.none(150))).get(0).value())
        .isZero();
  }

  private static Measure memorisation(double quantile) {
    return new MemorisationMeasure(
        new MemorisationMeasure.Options(
            quantile, new FeatureOptions(""), new ExampleOptions(5000, 1)),
        RESOURCES);
  }

  /** Samples and held-out examples at the modes' centres, the last sample without a class. */
  private static Measured apart() {
    float[] values = new float[80];
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 2;
      values[2 * i] = i % 2 == 0 ? -0.5f : 0.5f;
      values[2 * i + 1] = i % 2 == 0 ? 0.3f : 0.4f;
    }
    Batch points = Batch.of(DataShape.point(2), values);
    Examples examples =
        new Examples() {
          @Override
          public int size() {
            return 40;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            System.arraycopy(values, 2 * index, target, offset, 2);
          }

          @Override
          public int label(int index) {
            return labels[index];
          }
        };
    int[] asked = IntStream.range(0, 40).map(i -> i < 39 ? labels[i] : Condition.NONE).toArray();
    return new Given(source(examples), points, Condition.labels(asked));
  }

  private static DataSource source(Examples examples) {
    return new DataSource() {
      @Override
      public DataDescription description() {
        return new DataDescription(DataShape.point(2), Optional.empty(), List.of("a", "b"));
      }

      @Override
      public Examples train() {
        return examples;
      }

      @Override
      public Examples test() {
        return examples;
      }
    };
  }

  /** Samples beside data. */
  private record Given(DataSource data, Batch samples, Condition conditions) implements Measured {

    @Override
    public DiffusionModel model() {
      throw new IllegalArgumentException("no model");
    }

    @Override
    public boolean isConditional() {
      return false;
    }

    @Override
    public Cost cost() {
      throw new IllegalArgumentException("no model");
    }

    @Override
    public IntConsumer progress(String work, String unit, int total) {
      return done -> {};
    }
  }
}
