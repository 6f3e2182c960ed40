package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.Locale;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;

/** Examples of data. */
public enum Split {
  /** What was held out. */
  TEST,
  /** What was learned from. */
  TRAIN;

  /** The longest array that every JVM makes. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

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

  /** What would end without memory is refused in words. */
  static void checkMemory(long count, int size) {
    Runtime runtime = Runtime.getRuntime();
    double free = (double) runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    double needed = (double) Float.BYTES * count * size;
    if (needed > free || count * size > LONGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d examples of %,d numbers need %.1f GiB of Java's memory in one piece, of which %.1f are free. Please take fewer ('examples' of a measure), leave the measure out, or give Java more memory with its option -Xmx.",
              count,
              size,
              needed / (1 << 30),
              free / (1 << 30)));
    }
  }

  static Batch read(DataSource data, Examples examples, int[] chosen) {
    int size = data.description().shape().size();
    checkMemory(chosen.length, size);
    float[] values = new float[Math.multiplyExact(chosen.length, size)];
    for (int i = 0; i < chosen.length; i++) {
      examples.read(chosen[i], values, i * size);
    }
    return Batch.of(data.description().shape(), values);
  }
}
