package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.tweedie.api.optimizer.Optimizer;

/**
 * How weights follow gradients.
 *
 * @param optimizer what a step does
 * @param learningRate the rate of a step, counted from 1
 * @param clip largest global norm of the gradient; 0 for no bound
 * @param averages the averages of the weights, that which models are made of first
 */
public record UpdateSettings(
    Optimizer optimizer, LongToDoubleFunction learningRate, double clip, List<Average> averages) {

  /** Copies the averages. */
  public UpdateSettings {
    averages = List.copyOf(averages);
  }

  /** The same with further averages. */
  public UpdateSettings with(List<Average> more) {
    List<Average> all = new ArrayList<>(averages);
    all.addAll(more);
    return new UpdateSettings(optimizer, learningRate, clip, all);
  }
}
