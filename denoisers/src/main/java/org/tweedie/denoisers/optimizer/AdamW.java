package org.tweedie.denoisers.optimizer;

import jakarta.inject.Inject;
import java.util.List;
import org.tensorflow.op.Op;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Adam with the decay of the weights beside the adaptive step (Loshchilov and Hutter, "Decoupled
 * Weight Decay Regularization", arXiv 1711.05101, algorithm 2). Immutable; safe for many threads.
 */
@Description("adaptive steps, with decay of the weights beside them (AdamW)")
public final class AdamW implements Optimizer {

  /**
   * What a config can set.
   *
   * @param decay of the weights
   * @param moments of the gradient
   */
  public record Options(
      @Included(defaults = "weight-decay: 0.01") WeightDecay decay,
      @Included(defaults = "beta2: 0.99") Moments moments) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public AdamW(Options options) {
    this.options = options;
  }

  @Override
  public List<String> slots() {
    return Moments.SLOTS;
  }

  @Override
  public double[] fed(long step) {
    return options.moments().powers(step);
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    return List.of(options.decay().after(options.moments().step(update), update));
  }
}
