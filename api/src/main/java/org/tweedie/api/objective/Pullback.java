package org.tweedie.api.objective;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Vector-Jacobian products inside a graph that can be differentiated again. TensorFlow for Java
 * lacks the second derivatives of many operations of networks; those of {@link SecondDerivatives}
 * are added when this class is first used.
 */
final class Pullback {

  static {
    SecondDerivatives.register();
  }

  private Pullback() {}

  /** {@code J^T cotangent} with {@code J = dy/dx}; zero where y does not depend on x. */
  static Operand<TFloat32> of(
      Ops tf, Operand<TFloat32> y, Operand<TFloat32> x, Operand<TFloat32> cotangent) {
    return GraphGradients.of((Graph) tf.scope().env(), List.of(y), List.of(cotangent), List.of(x))
        .get(0)
        .orElseGet(() -> tf.zerosLike(x));
  }
}
