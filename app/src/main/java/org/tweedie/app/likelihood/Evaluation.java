package org.tweedie.app.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;

/**
 * The bound over the first examples of a split.
 *
 * @param bound how it is estimated
 * @param batchSize how many examples the network sees at once
 * @param conditional whether the model is told each example's class where it has one
 * @param limit over how many examples, or all where there are fewer
 */
public record Evaluation(VariationalBound bound, int batchSize, boolean conditional, int limit) {

  /**
   * Estimates.
   *
   * @param model the model
   * @param examples the split
   * @param progress told how many examples are done, after each batch
   */
  public BoundEstimate of(DiffusionModel model, Examples examples, IntConsumer progress) {
    DataShape shape = bound.data().shape();
    int count = Math.min(limit, examples.size());
    List<BoundTerms> batches = new ArrayList<>();
    for (int from = 0; from < count; from += batchSize) {
      int size = Math.min(batchSize, count - from);
      float[] values = new float[size * shape.size()];
      int[] labels = new int[size];
      for (int i = 0; i < size; i++) {
        examples.read(from + i, values, i * shape.size());
        labels[i] = examples.label(from + i);
      }
      batches.add(
          bound.terms(
              model,
              Batch.of(shape, values),
              conditional ? Condition.labels(labels) : Condition.none(size),
              from));
      progress.accept(from + size);
    }
    return BoundEstimate.of(batches, shape.size());
  }
}
