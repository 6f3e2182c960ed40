package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;

/**
 * What every source of data keeps. To check one, extend this class and supply it; its tests are
 * inherited.
 */
public abstract class DataSourceContract {

  private DataSource source;

  /** Constructs the source anew from the same options. */
  protected abstract DataSource construct();

  @BeforeEach
  void constructSource() {
    source = construct();
  }

  @Test
  void hasExamplesInBothSplits() {
    assertThat(source.train().size()).isPositive();
    assertThat(source.test().size()).isPositive();
  }

  @Test
  void writesExactlyOneExample() {
    int size = source.description().shape().size();
    float[] target = new float[size + 4];
    Arrays.fill(target, Float.NaN);
    source.train().read(0, target, 2);
    for (int i = 0; i < target.length; i++) {
      assertThat(Float.isNaN(target[i])).as("value %d", i).isEqualTo(i < 2 || i >= size + 2);
    }
  }

  @Test
  void quantisedValuesLieOnTheirLevels() {
    source
        .description()
        .levels()
        .ifPresent(
            levels -> {
              checkLevels(levels, source.train());
              checkLevels(levels, source.test());
            });
  }

  private void checkLevels(Levels levels, Examples examples) {
    for (int i = 0; i < examples.size(); i++) {
      for (float value : read(source, examples, i)) {
        if (value != levels.value(levels.level(value))) {
          assertThat(value)
              .as("a value of example %d", i)
              .isEqualTo(levels.value(levels.level(value)));
        }
      }
    }
  }

  @Test
  void valuesAreFinite() {
    for (Examples examples : new Examples[] {source.train(), source.test()}) {
      for (int i = 0; i < examples.size(); i++) {
        for (float value : read(source, examples, i)) {
          if (!Float.isFinite(value)) {
            assertThat(value).as("a value of example %d", i).isFinite();
          }
        }
      }
    }
  }

  @Test
  void labelsAreClassesAndEachClassIsTrained() {
    int classes = source.description().classes().size();
    for (Examples examples : new Examples[] {source.train(), source.test()}) {
      int[] labels = IntStream.range(0, examples.size()).map(examples::label).toArray();
      if (classes == 0) {
        assertThat(labels).containsOnly(Condition.NONE);
      } else {
        assertThat(IntStream.of(labels)).allMatch(label -> label >= 0 && label < classes);
      }
    }
    if (classes > 0) {
      assertThat(IntStream.range(0, source.train().size()).map(source.train()::label).distinct())
          .hasSize(classes);
    }
  }

  @Test
  void tellsOfExamplesWhatItsDescriptionSays() {
    DataDescription said = source.description();
    int image = said.conditionImage().map(DataShape::size).orElse(0);
    for (Examples examples : new Examples[] {source.train(), source.test()}) {
      int captions = 0;
      for (int i = 0; i < examples.size(); i++) {
        assertThat(examples.numbers(i)).as("numbers of %d", i).hasSize(said.numbers().size());
        captions += examples.caption(i).isPresent() ? 1 : 0;
        float[] goesWith = examples.conditionImage(i).orElse(new float[image]);
        assertThat(goesWith).as("the image of example %d", i).hasSize(image);
        for (float value : goesWith) {
          if (!(value >= -1 && value <= 1)) {
            assertThat(value).as("a value of the image of example %d", i).isBetween(-1f, 1f);
          }
        }
      }
      assertThat(captions > 0).as("that there are captions").isEqualTo(said.hasCaptions());
    }
  }

  @Test
  void isTheSameWhenConstructedAgain() {
    DataSource again = construct();
    assertThat(again.description()).isEqualTo(source.description());
    checkSame(again, again.train(), source.train());
    checkSame(again, again.test(), source.test());
  }

  private static void checkSame(DataSource source, Examples examples, Examples others) {
    assertThat(examples.size()).as("how many examples there are").isEqualTo(others.size());
    for (int i = 0; i < examples.size(); i++) {
      assertThat(examples.label(i)).as("the label of example %d", i).isEqualTo(others.label(i));
      assertThat(examples.caption(i)).as("its caption").isEqualTo(others.caption(i));
      assertThat(examples.numbers(i)).as("its numbers").containsExactly(others.numbers(i));
      assertThat(examples.conditionImage(i).orElse(new float[0]))
          .as("its image")
          .containsExactly(others.conditionImage(i).orElse(new float[0]));
      assertThat(Arrays.equals(read(source, examples, i), read(source, others, i)))
          .as("The same options give the same example %d.", i)
          .isTrue();
    }
  }

  @Test
  void readsTheSameFromManyThreads() {
    Examples examples = source.train();
    float[][] alone =
        IntStream.range(0, examples.size())
            .mapToObj(i -> read(source, examples, i))
            .toArray(float[][]::new);
    float[][] together =
        IntStream.range(0, examples.size())
            .parallel()
            .mapToObj(i -> read(source, examples, i))
            .toArray(float[][]::new);
    assertThat(together).isDeepEqualTo(alone);
  }

  /** One example's values. */
  public static float[] read(DataSource source, Examples examples, int index) {
    float[] values = new float[source.description().shape().size()];
    examples.read(index, values, 0);
    return values;
  }
}
