package org.tweedie.denoisers.optimizer;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Adam's step (Kingma and Ba, "Adam: A Method for Stochastic Optimization", arXiv 1412.6980,
 * algorithm 1, in the order of section 2): with gradient g at step t,
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
 * w = w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 * </pre>
 *
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon what keeps the division finite
 */
public record Moments(
    @Description("decay of the mean of gradients")
        @Default("0.9")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double beta1,
    @Description("decay of the mean of squared gradients")
        @Default("0.999")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double beta2,
    @Description("what is added to the root of the mean of squared gradients")
        @Default("1e-8")
        @Positive
        double epsilon) {

  private static final String FIRST = "adam.m";
  private static final String SECOND = "adam.v";

  static final List<String> SLOTS = List.of(FIRST, SECOND);

  double[] powers(long step) {
    return new double[] {Math.pow(beta1, step), Math.pow(beta2, step)};
  }

  Op step(ParameterUpdate update) {
    Ops tf = update.tf();
    return tf.train.resourceApplyAdam(
        update.parameter().handle(),
        update.slot(FIRST).handle(),
        update.slot(SECOND).handle(),
        update.fed(0),
        update.fed(1),
        update.rate(),
        update.constant(beta1),
        update.constant(beta2),
        update.constant(epsilon),
        update.gradient());
  }
}
