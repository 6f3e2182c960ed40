package org.tweedie.engine.codec;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/**
 * Quantised examples with their classes. The arrays are not to be written to.
 *
 * @param levels for each example its levels as unsigned bytes
 * @param labels for each its class, or {@link org.tweedie.api.model.Condition#NONE}
 */
public record LevelImages(byte[][] levels, int[] labels) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are not as many labels as examples
   */
  public LevelImages {
    if (levels.length != labels.length) {
      throw new IllegalArgumentException(
          "%d examples and %d labels".formatted(levels.length, labels.length));
    }
  }

  /** The first examples of a split. */
  public static LevelImages of(Examples examples, DataShape shape, Levels levels, int limit) {
    int count = Math.min(limit, examples.size());
    byte[][] read = new byte[count][shape.size()];
    int[] labels = new int[count];
    float[] values = new float[shape.size()];
    for (int i = 0; i < count; i++) {
      examples.read(i, values, 0);
      for (int k = 0; k < values.length; k++) {
        read[i][k] = (byte) levels.level(values[k]);
      }
      labels[i] = examples.label(i);
    }
    return new LevelImages(read, labels);
  }

  /** Several one after the other. */
  static LevelImages joined(List<LevelImages> parts) {
    return new LevelImages(
        parts.stream().flatMap(part -> Arrays.stream(part.levels)).toArray(byte[][]::new),
        parts.stream().flatMapToInt(part -> Arrays.stream(part.labels)).toArray());
  }

  /** How many. */
  public int count() {
    return levels.length;
  }

  /** The examples {@code from} (inclusive) to {@code to} (exclusive). */
  LevelImages slice(int from, int to) {
    return new LevelImages(
        Arrays.copyOfRange(levels, from, to), Arrays.copyOfRange(labels, from, to));
  }

  /** In the model's scale. */
  Batch batch(DataShape shape, Levels of) {
    float[] values = new float[levels.length * shape.size()];
    int at = 0;
    for (byte[] example : levels) {
      for (byte level : example) {
        values[at++] = of.value(Byte.toUnsignedInt(level));
      }
    }
    return Batch.of(shape, values);
  }

  /** Back from the model's scale. */
  static LevelImages of(Batch batch, Levels of, int[] labels) {
    int size = batch.shape().size();
    byte[][] levels = new byte[batch.count()][size];
    for (int k = 0; k < batch.values().length; k++) {
      levels[k / size][k % size] = (byte) of.level(batch.values()[k]);
    }
    return new LevelImages(levels, labels);
  }

  /** What tells whether they are the same. */
  int checksum() {
    CRC32C sum = new CRC32C();
    for (int i = 0; i < levels.length; i++) {
      sum.update(levels[i]);
      sum.update(labels[i]);
      sum.update(labels[i] >> 8);
    }
    return (int) sum.getValue();
  }
}
