package org.tweedie.denoisers.optimizer;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Decay of the weights beside the step (Loshchilov and Hutter, "Decoupled Weight Decay
 * Regularization", arXiv 1711.05101): {@code w -= rate * weight-decay * w}, with the weights as
 * they were before the step.
 *
 * @param weightDecay the share of a weight that a step of rate 1 would take away
 * @param decay which weights decay
 */
public record WeightDecay(
    @Description("decoupled weight decay (Loshchilov and Hutter 2019)")
        @Default("0")
        @PositiveOrZero
        double weightDecay,
    @Description("what decays: all parameters, or kernels alone, which leaves biases and scales")
        @Default("all")
        Which decay) {

  /** Which parameters decay. */
  public enum Which {
    /** All of the network's. */
    ALL,
    /** Those of two dimensions or more. */
    KERNELS
  }

  /** The step, followed by the decay if there is any. */
  Op after(Op step, ParameterUpdate update) {
    boolean decays =
        weightDecay > 0 && update.mayDecay() && (decay == Which.ALL || update.isKernel());
    if (!decays) {
      return step;
    }
    Operand<TFloat32> lost =
        update.tf().math.mul(update.parameter().value(), update.rate(weightDecay));
    return update
        .tf()
        .withControlDependencies(List.of(step))
        .assignSubVariableOp(update.parameter().handle(), lost);
  }
}
