package org.tweedie.engine.data;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;

/**
 * Quantised examples that stay one byte a value, since floats would take four times as much, and
 * become model values when they are read.
 */
final class LevelExamples implements Examples {

  private final Records examples;
  private final int[] labels;
  private final float[] valueOfByte;

  /**
   * Takes the records and the array over.
   *
   * @param examples for each example its levels as unsigned bytes below {@code levels.count()}
   * @param labels for each example its class or {@link org.tweedie.api.model.Condition#NONE}
   */
  LevelExamples(Levels levels, Records examples, int[] labels) {
    this.examples = examples;
    this.labels = labels;
    this.valueOfByte = new float[levels.count()];
    for (int level = 0; level < valueOfByte.length; level++) {
      valueOfByte[level] = levels.value(level);
    }
  }

  /** The examples of these records, in their order. */
  static LevelExamples of(Levels levels, Collection<Labelled> records) {
    List<Labelled> all = List.copyOf(records);
    return new LevelExamples(
        levels,
        Records.of(all.stream().map(Labelled::levels).toArray(byte[][]::new)),
        all.stream().mapToInt(Labelled::label).toArray());
  }

  /** One example: its levels and its class. */
  record Labelled(byte[] levels, int label) {}

  @Override
  public int size() {
    return examples.count();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    byte[] example = examples.of(index);
    for (int i = 0; i < example.length; i++) {
      target[offset + i] = valueOfByte[Byte.toUnsignedInt(example[i])];
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  /** The largest label, or {@link org.tweedie.api.model.Condition#NONE} where there is none. */
  int maxLabel() {
    return IntStream.of(labels).max().orElse(-1);
  }
}
