package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;

class CheckedDataTest {

  private static final ComponentType TYPE =
      new PluginLoader().load(List.of()).registry().all(Kinds.DATA).get(0);

  /** Random data, whose every drawing is another one. */
  private record Drawn(float drawn) implements DataSource, Examples {

    @Override
    public DataDescription description() {
      return new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    }

    @Override
    public Examples train() {
      return this;
    }

    @Override
    public Examples test() {
      return this;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      target[offset] = 0;
      target[offset + 1] = 0;
    }

    @Override
    public void draw(int index, RandomGenerator random, float[] target, int offset) {
      target[offset] = drawn;
      target[offset + 1] = random.nextFloat();
    }

    @Override
    public int label(int index) {
      return Condition.NONE;
    }
  }

  @Test
  void dataThatAreRandomAreDrawnByTheData() {
    float[] found = new float[3];
    CheckedData.of(TYPE, new Drawn(0.5f)).train().draw(0, new Random(1), found, 1);
    assertThat(found).containsExactly(0, 0.5f, new Random(1).nextFloat());
  }

  /** Each level is one, whatever its place among so many; what lies between two is none. */
  @ParameterizedTest
  @CsvSource({"2", "3", "17", "256", "65536"})
  void valuesAreLevelsOrAreTold(int count) {
    Levels levels = new Levels(count);
    DataDescription data = new DataDescription(DataShape.point(1), Optional.of(levels), List.of());
    for (int level = 0; level < count; level++) {
      assertThat(KindLaws.ofValues("training", 0, new float[] {levels.value(level)}, 0, 1, data))
          .isEmpty();
    }
    boolean isFine = count == 65_536;
    for (float value : new float[] {1, -1, levels.value(0) + 1f / count}) {
      assertThat(KindLaws.ofValues("training", 0, new float[] {value}, 0, 1, data).isEmpty())
          .as("%s", value)
          .isEqualTo(isFine);
    }
    for (float value : new float[] {1.1f, -1.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThat(KindLaws.ofValues("training", 0, new float[] {value}, 0, 1, data)).isPresent();
    }
  }

  /** As who forgets the offset writes: the first example's place again and again. */
  private record Misplaced(int from, int to) implements DataSource, Examples {

    @Override
    public DataDescription description() {
      return new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    }

    @Override
    public Examples train() {
      return this;
    }

    @Override
    public Examples test() {
      return this;
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      for (int k = from; k < to; k++) {
        target[offset + k] = 0.5f;
      }
    }

    @Override
    public int label(int index) {
      return Condition.NONE;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, is written beside the 2 places from the given one on that are its own",
    "0, 3, is written beside the 2 places from the given one on that are its own",
    "0, 1, 'has the value NaN, which is no number'"
  })
  void anExampleIsWrittenWhereItBelongsAndWhole(int from, int to, String words) {
    Examples examples = CheckedData.of(TYPE, new Misplaced(from, to)).train();
    float[] all = new float[8];
    assertThatThrownBy(() -> examples.read(1, all, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Training example 1 " + words);
    assertThat(all).as("those of others").containsOnly(0);
  }

  @Test
  void whatIsDrawnIsLookedAtToo() {
    Examples examples = CheckedData.of(TYPE, new Drawn(Float.NaN)).train();
    assertThatThrownBy(() -> examples.draw(0, new Random(1), new float[2], 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Training example 0 has the value NaN");
  }
}
