package org.tweedie.engine.likelihood;

import java.util.function.IntConsumer;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.DiffusionModel;
import tools.jackson.core.type.TypeReference;

/**
 * The likelihood of a probability flow over the first examples of a split.
 *
 * @param likelihood how it is measured
 * @param batchSize how many examples the network sees at once
 * @param conditional whether the model is told each example's class where it has one
 * @param limit over how many examples, or all where there are fewer
 */
public record FlowEvaluation(
    FlowLikelihood likelihood, int batchSize, boolean conditional, int limit) {

  /**
   * Measures.
   *
   * @param model the model, which can be differentiated
   * @param examples the split
   * @param progress told how many examples are done, after each batch
   */
  public FlowEstimate of(DiffusionModel model, Examples examples, IntConsumer progress) {
    return FlowEstimate.of(
        new Batches(likelihood.data(), batchSize, conditional, limit)
            .map(
                examples,
                (x, condition, first) -> likelihood.terms(model, x, condition, first),
                new TypeReference<>() {},
                progress),
        likelihood.data().shape().size());
  }
}
