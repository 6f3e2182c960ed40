package __package__;

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

/**
 * Steps along the gradient over the root of its mean square (RMSProp; Tieleman and Hinton, 2012):
 * with gradient g,
 *
 * <pre>
 * v = decay v + (1 - decay) g^2,  w = w - rate g / (sqrt(v) + 1e-8)
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("steps along the gradient over the root of its mean square")
public final class __Component__ implements Optimizer {

  /** What is kept beside each parameter; it stands in checkpoints by this name. */
  private static final String MEAN_SQUARE = "__name__.v";

  /**
   * What can be chosen.
   *
   * @param decay of the mean of squared gradients
   */
  public record Options(
      @Description("decay of the mean of squared gradients")
          @Default("0.99")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double decay) {}

  private final float decay;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    decay = (float) options.decay();
  }

  @Override
  public List<String> slots() {
    return List.of(MEAN_SQUARE);
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    Ops tf = update.tf();
    StateVariable v = update.slot(MEAN_SQUARE);
    Operand<TFloat32> meanSquare =
        tf.math.add(
            tf.math.mul(v.value(), tf.constant(decay)),
            tf.math.mul(tf.math.square(update.gradient()), tf.constant(1 - decay)));
    Operand<TFloat32> direction =
        tf.math.div(
            update.gradient(), tf.math.add(tf.math.sqrt(meanSquare), tf.constant(1e-8f)));
    return List.of(
        tf.assignVariableOp(v.handle(), meanSquare),
        tf.assignSubVariableOp(
            update.parameter().handle(), tf.math.mul(direction, update.rate())));
  }
}
