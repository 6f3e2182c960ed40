package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import tools.jackson.core.type.TypeReference;

/**
 * The first examples of a split, batch by batch.
 *
 * @param data what they are like
 * @param batchSize how many at once
 * @param conditional whether each goes with what is known of it
 * @param limit how many in all, or all where there are fewer
 */
record Batches(DataDescription data, int batchSize, boolean conditional, int limit) {

  @FunctionalInterface
  interface Measure<T> {
    T of(Batch x, Condition condition, long firstIndex);
  }

  /**
   * Measures.
   *
   * @param type of what a batch has: where several processes measure, it goes through files
   */
  <T> List<T> map(
      Examples examples, Measure<T> measure, TypeReference<T> type, IntConsumer progress) {
    if (!(examples instanceof SharedData.Split split)) {
      return map(examples, measure, progress);
    }
    int count = Math.min(limit, examples.size());
    List<T> measured = new ArrayList<>();
    split
        .shared()
        .map(count, batchSize, from -> of(examples, from, measure), type, measured, progress);
    return measured;
  }

  /** The same of what one process measures alone. */
  <T> List<T> map(Examples examples, Measure<T> measure, IntConsumer progress) {
    int count = Math.min(limit, examples.size());
    List<T> measured = new ArrayList<>();
    for (int from = 0; from < count; from += batchSize) {
      measured.add(of(examples, from, measure));
      progress.accept(Math.min(count, from + batchSize));
    }
    return measured;
  }

  private <T> T of(Examples examples, int from, Measure<T> measure) {
    DataShape shape = data.shape();
    int size = Math.min(batchSize, Math.min(limit, examples.size()) - from);
    float[] values = new float[size * shape.size()];
    for (int i = 0; i < size; i++) {
      examples.read(from + i, values, i * shape.size());
    }
    return measure.of(
        Batch.of(shape, values),
        conditional
            ? Condition.of(data, examples, IntStream.range(from, from + size).toArray())
            : Condition.none(size),
        from);
  }
}
