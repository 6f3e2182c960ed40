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

  <T> List<T> map(Examples examples, Measure<T> measure, IntConsumer progress) {
    DataShape shape = data.shape();
    int count = Math.min(limit, examples.size());
    List<T> measured = new ArrayList<>();
    for (int from = 0; from < count; from += batchSize) {
      int size = Math.min(batchSize, count - from);
      float[] values = new float[size * shape.size()];
      for (int i = 0; i < size; i++) {
        examples.read(from + i, values, i * shape.size());
      }
      measured.add(
          measure.of(
              Batch.of(shape, values),
              conditional
                  ? Condition.of(data, examples, IntStream.range(from, from + size).toArray())
                  : Condition.none(size),
              from));
      progress.accept(from + size);
    }
    return measured;
  }
}
