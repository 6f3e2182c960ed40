package org.tweedie.api.objective;

import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gradients inside a graph that can be differentiated again. TensorFlow for Java lacks the second
 * derivatives of many operations of networks; those of {@link SecondDerivatives} are added when
 * this class is first used.
 */
final class Gradients {

  static {
    SecondDerivatives.register();
  }

  private Gradients() {}

  static Operand<TFloat32> pullback(
      Ops tf, Operand<TFloat32> y, Operand<TFloat32> x, Operand<TFloat32> cotangent) {
    // A seed of its own: without one TensorFlow starts from an operation that has no gradient.
    Output<?>[] seed = {cotangent.asOutput()};
    Graph graph = (Graph) tf.scope().env();
    try {
      Output<?> gradient =
          graph
              .addGradients(
                  tf.scope().makeOpName("pullback"),
                  new Output<?>[] {y.asOutput()},
                  new Output<?>[] {x.asOutput()},
                  seed)[0];
      return connected(gradient).orElseGet(() -> tf.zerosLike(x));
    } catch (TFInvalidArgumentException e) {
      // A tensor without any path from x is told of so.
      if (String.valueOf(e.getMessage()).contains("unreachable")) {
        return tf.zerosLike(x);
      }
      throw e;
    }
  }

  /** TensorFlow answers an input whose paths carry no gradient by an output without a handle. */
  @SuppressWarnings("unchecked")
  private static Optional<Operand<TFloat32>> connected(Output<?> gradient) {
    var handle = ((GraphOperation) gradient.op()).getUnsafeNativeHandle();
    return handle == null || handle.isNull()
        ? Optional.empty()
        : Optional.of((Output<TFloat32>) gradient);
  }
}
