package org.tweedie.denoisers.optimizer;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.optimizer.StateVariable;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Steps of one size, in the direction of a mean of gradients' sign (Chen et al., "Symbolic
 * Discovery of Optimization Algorithms", arXiv 2302.06675, program 1): with gradient g,
 *
 * <pre>
 * c = beta1 m + (1 - beta1) g
 * w = w - rate (sign(c) + weight-decay w)
 * m = beta2 m + (1 - beta2) g
 * </pre>
 *
 * <p>It asks for rates three to ten times below AdamW's, and for as many times more decay.
 * Immutable; safe for many threads.
 */
@Description("steps of one size by the sign of a mean of gradients (Lion)")
public final class Lion implements Optimizer {

  private static final String MEAN = "lion.m";

  /**
   * What a config can set.
   *
   * @param decay of the weights
   * @param beta1 share of the old mean in the direction of a step
   * @param beta2 decay of the mean of gradients
   */
  public record Options(
      @Included(defaults = "weight-decay: 0.1") WeightDecay decay,
      @Description("share of the old mean of gradients in the direction of a step")
          @Default("0.9")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double beta1,
      @Description("decay of the mean of gradients")
          @Default("0.99")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double beta2) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public Lion(Options options) {
    this.options = options;
  }

  @Override
  public List<String> slots() {
    return List.of(MEAN);
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    Ops tf = update.tf();
    StateVariable mean = update.slot(MEAN);
    Operand<TFloat32> direction = tf.math.sign(mix(update, options.beta1(), mean.value()));
    Op step =
        tf.assignSubVariableOp(update.parameter().handle(), tf.math.mul(update.rate(), direction));
    Op remembered = tf.assignVariableOp(mean.handle(), mix(update, options.beta2(), mean.value()));
    return List.of(options.decay().after(step, update), remembered);
  }

  private static Operand<TFloat32> mix(
      ParameterUpdate update, double share, Operand<TFloat32> old) {
    Ops tf = update.tf();
    return tf.math.add(
        tf.math.mul(old, update.constant(share)),
        tf.math.mul(update.gradient(), update.constant(1 - share)));
  }
}
