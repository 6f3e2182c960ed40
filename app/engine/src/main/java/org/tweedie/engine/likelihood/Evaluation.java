package org.tweedie.engine.likelihood;

import java.util.function.IntConsumer;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.DiffusionModel;
import tools.jackson.core.type.TypeReference;

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
    return BoundEstimate.of(
        new Batches(bound.data(), batchSize, conditional, limit)
            .map(
                examples,
                (x, condition, first) -> bound.terms(model, x, condition, first),
                new TypeReference<>() {},
                progress),
        bound.data().shape().size());
  }
}
