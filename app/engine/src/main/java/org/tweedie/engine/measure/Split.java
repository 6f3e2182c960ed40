package org.tweedie.engine.measure;

import java.util.Arrays;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;

/** Examples of data. */
public enum Split {
  /** What was held out. */
  TEST,
  /** What was learned from. */
  TRAIN;

  Split other() {
    return this == TEST ? TRAIN : TEST;
  }

  Examples of(DataSource data) {
    return this == TEST ? data.test() : data.train();
  }

  /** Which examples are chosen by chance, in their order: as many as are asked for, or all. */
  static int[] chosen(Examples examples, int count, long seed) {
    return Arrays.stream(Shuffle.of(examples.size(), seed))
        .limit(Math.min(count, examples.size()))
        .sorted()
        .toArray();
  }

  /** Some of the examples, chosen by chance: as many as are asked for, or all. */
  Batch some(DataSource data, int count, long seed) {
    Examples examples = of(data);
    return read(data, examples, chosen(examples, count, seed));
  }

  static Batch read(DataSource data, Examples examples, int[] chosen) {
    int size = data.description().shape().size();
    float[] values = new float[Math.multiplyExact(chosen.length, size)];
    for (int i = 0; i < chosen.length; i++) {
      examples.read(chosen[i], values, i * size);
    }
    return Batch.of(data.description().shape(), values);
  }
}
