package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.engine.measure.CaptionAccuracyMeasure.Captions;
import org.tweedie.engine.scene.Scenes;
import org.tweedie.engine.scene.Scenes.TestCaptions;
import org.tweedie.laws.contract.MeasureContract;
import org.tweedie.laws.exact.MeasuredMixture;

class SceneMeasuresTest {

  private static final Scenes SCENES =
      new Scenes(
          new Scenes.Options(
              2000, List.of("red triangle", "circle above square"), TestCaptions.BOTH, true, 5));

  /** Pictures of the test split in the place of samples. */
  private record Drawn(DataSource data, Batch samples, Condition conditions) implements Measured {

    static Drawn of(int count) {
      return asked(count, Function.identity());
    }

    /** Samples that were asked for by what is said of others. */
    static Drawn asked(int count, Function<Integer, Integer> by) {
      Examples test = SCENES.test();
      int size = Scenes.SHAPE.size();
      float[] values = new float[count * size];
      for (int i = 0; i < count; i++) {
        test.read(i, values, i * size);
      }
      return new Drawn(
          SCENES,
          Batch.of(Scenes.SHAPE, values),
          Condition.of(
              SCENES.description(),
              test,
              IntStream.range(0, count).map(i -> by.apply(i)).toArray()));
    }

    @Override
    public DiffusionModel model() {
      throw new IllegalArgumentException("there is none");
    }

    @Override
    public boolean isConditional() {
      return true;
    }

    @Override
    public Cost cost() {
      return new Cost(1, 1, 1, 1);
    }

    @Override
    public IntConsumer progress(String work, String unit, int total) {
      return done -> {};
    }
  }

  private static Measure captions(Captions captions) {
    return new CaptionAccuracyMeasure(new CaptionAccuracyMeasure.Options(captions));
  }

  @Nested
  class CaptionAccuracy extends MeasureContract {
    @Override
    protected Measure construct() {
      return captions(Captions.ALL);
    }

    @Override
    protected Measured measured() {
      return Drawn.asked(40, i -> i + i % 3);
    }
  }

  @Nested
  class NumberError extends MeasureContract {
    @Override
    protected Measure construct() {
      return new NumberErrorMeasure();
    }

    @Override
    protected Measured measured() {
      return Drawn.asked(40, i -> i + i % 3);
    }
  }

  private static Map<String, Reading> readings(Measure measure, Measured measured) {
    return measure.of(measured).stream().collect(Collectors.toMap(Reading::key, it -> it));
  }

  @Test
  void picturesOfTheDataShowTheirCaptions() {
    for (Captions which : Captions.values()) {
      assertThat(captions(which).of(Drawn.of(60)))
          .hasSize(6)
          .allSatisfy(
              reading -> {
                assertThat(reading.value()).isEqualTo(1);
                assertThat(reading.reference()).isEqualTo(1);
              });
    }
    assertThat(captions(Captions.UNSEEN).keys())
        .containsExactly(
            "caption_accuracy_unseen",
            "caption_count_unseen",
            "caption_colour_unseen",
            "caption_shape_unseen",
            "caption_size_unseen",
            "caption_relation_unseen");
  }

  /** Of 60 every fourth was asked for something else, and the halves have as many captions. */
  @Test
  void whatWasAskedForDecides() {
    Drawn drawn = Drawn.asked(60, i -> i % 4 == 0 ? 60 + i : i);
    Map<String, Reading> all = readings(captions(Captions.ALL), drawn);
    Reading whole = all.get("caption_accuracy");
    assertThat(whole.value()).isBetween(0.75, 0.8);
    assertThat(whole.standardError())
        .isCloseTo(Math.sqrt(whole.value() * (1 - whole.value()) / 59), within(1e-12));
    assertThat(whole.reference()).isEqualTo(1);
    assertThat(all.get("caption_colour").value()).isGreaterThanOrEqualTo(whole.value());
    // Unseen captions stand at odd places, which all have what they were asked for.
    assertThat(readings(captions(Captions.UNSEEN), drawn).get("caption_accuracy_unseen").value())
        .isEqualTo(1);
    assertThat(readings(captions(Captions.SEEN), drawn).get("caption_accuracy_seen").value())
        .isBetween(0.5, 0.6);
  }

  @Test
  void numbersAreOffByWhatWasAskedForBeside() {
    Map<String, Reading> own = readings(new NumberErrorMeasure(), Drawn.of(60));
    assertThat(own.get("number_read").value()).isEqualTo(1);
    for (String name : Scenes.NUMBERS) {
      Reading error = own.get("number_error_" + name);
      assertThat(error.value()).as(name).isLessThan(0.1);
      assertThat(error.unit()).isEqualTo("pixels");
    }
    Map<String, Reading> others = readings(new NumberErrorMeasure(), Drawn.asked(60, i -> i + 60));
    double expected =
        IntStream.range(0, 60)
            .mapToDouble(
                i -> Math.abs(SCENES.test().numbers(i)[0] - SCENES.test().numbers(i + 60)[0]))
            .average()
            .orElseThrow();
    assertThat(others.get("number_error_x").value()).isCloseTo(expected, within(0.1));
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInWords() {
    Drawn drawn = Drawn.of(40);
    Condition nothing = Condition.none(40);
    isRefused(
        captions(Captions.ALL),
        new Drawn(SCENES, drawn.samples(), nothing),
        "No sample was asked for by a caption. Please take a model that is told captions.");
    isRefused(
        captions(Captions.ALL),
        new Drawn(
            SCENES,
            drawn.samples(),
            nothing.withCaptions(
                IntStream.range(0, 40).mapToObj(i -> Optional.of("a cat")).toList())),
        "by a caption such as 'a small red circle left of a blue square'");
    Scenes seen =
        new Scenes(new Scenes.Options(400, List.of("red triangle"), TestCaptions.SEEN, false, 5));
    Condition asked =
        Condition.of(seen.description(), seen.test(), IntStream.range(0, 40).toArray());
    isRefused(
        captions(Captions.UNSEEN),
        new Drawn(seen, drawn.samples(), asked),
        "whose combinations training has not seen");
    isRefused(captions(Captions.ALL), new MeasuredMixture(60, 0, 1), "these data are none");
    isRefused(
        new NumberErrorMeasure(), new Drawn(seen, drawn.samples(), asked), "'numbers' to true");
    isRefused(
        new NumberErrorMeasure(),
        new Drawn(SCENES, drawn.samples(), nothing),
        "No sample was asked for by numbers.");
  }

  private static void isRefused(Measure measure, Measured measured, String words) {
    assertThatThrownBy(() -> measure.of(measured))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
