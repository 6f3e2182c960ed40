package org.tweedie.denoisers.optimizer;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Steps along the gradient, with momentum (Sutskever et al., "On the importance of initialization
 * and momentum in deep learning", ICML 2013, with the rate outside the velocity): with gradient g,
 *
 * <pre>
 * v = momentum v + g
 * w = w - rate v,  or with Nesterov's look ahead  w = w - rate (g + momentum v)
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("steps along the gradient, with momentum")
public final class Sgd implements Optimizer {

  private static final String VELOCITY = "sgd.v";

  /**
   * What a config can set.
   *
   * @param momentum what stays of the velocity after a step
   * @param nesterov whether to look one step ahead
   * @param decay of the weights
   */
  public record Options(
      @Description("what stays of the velocity after a step; 0 is none")
          @Default("0.9")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double momentum,
      @Description("look one step ahead (Nesterov)") @Default("false") boolean nesterov,
      @Included WeightDecay decay) {

    /** Checks what goes together. */
    public Options {
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("Without momentum there is nothing for nesterov to do.");
      }
    }
  }

  private final Options options;

  /** With the given options. */
  @Inject
  public Sgd(Options options) {
    this.options = options;
  }

  @Override
  public List<String> slots() {
    return options.momentum() > 0 ? List.of(VELOCITY) : List.of();
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    Ops tf = update.tf();
    Op step =
        options.momentum() > 0
            ? tf.train.resourceApplyMomentum(
                update.parameter().handle(),
                update.slot(VELOCITY).handle(),
                update.rate(),
                update.gradient(),
                update.constant(options.momentum()),
                ResourceApplyMomentum.useNesterov(options.nesterov()))
            : tf.train.resourceApplyGradientDescent(
                update.parameter().handle(), update.rate(), update.gradient());
    return List.of(options.decay().after(step, update));
  }
}
