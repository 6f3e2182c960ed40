package org.tweedie.denoisers.optimizer;

import jakarta.inject.Inject;
import java.util.List;
import org.tensorflow.op.Op;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Steps of the gradient's mean over the root of its mean square (Kingma and Ba, "Adam: A Method for
 * Stochastic Optimization", arXiv 1412.6980). Immutable; safe for many threads.
 */
@Description("adaptive steps, without decay of the weights (Adam)")
public final class Adam implements Optimizer {

  /**
   * What a config can set.
   *
   * @param moments of the gradient
   */
  public record Options(@Included Moments moments) {}

  private final Moments moments;

  /** With the given options. */
  @Inject
  public Adam(Options options) {
    moments = options.moments();
  }

  @Override
  public List<String> slots() {
    return Moments.SLOTS;
  }

  @Override
  public double[] fed(long step) {
    return moments.powers(step);
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    return List.of(moments.step(update));
  }
}
