package org.tweedie.engine.kernel;

import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;

/**
 * Group normalisation with shift and SiLU as one operation with a gradient operation of its own,
 * where TensorFlow's own would read what they work on a dozen times; see {@link FusedOperations}.
 * Thread-safe.
 */
public final class FusedNorm {

  private FusedNorm() {}

  /**
   * Adds it to a graph.
   *
   * @param x of shape [B, ..., channels]
   * @param how what is done
   * @param threads how many threads may share the samples of one call; results do not depend on it
   * @return shaped like x
   */
  public static Operand<TFloat32> of(
      Ops tf, Operand<TFloat32> x, GroupNormalization how, int threads) {
    Operand<TFloat32> shift =
        how.shift().map(it -> apart(tf, it, x)).orElseGet(() -> tf.constant(new float[0]));
    return FusedOperations.result(
        FusedOperations.build(
            tf,
            NormKernel.OPERATION,
            Map.of("groups", how.groups(), "silu", how.silu(), KernelDefinition.THREADS, threads),
            x,
            shift,
            how.scale(),
            how.offset()));
  }

  /**
   * A shift of another rank, whose gradient is then the result of an operation of its own. oneDNN's
   * pass over graphs joins the gradients of a filter and of a bias where one operation feeds both,
   * and does not ask by which output: the bias of a layer that makes the shift would get the sum of
   * dx, which is as much but rounded otherwise, and whether it does hangs on addresses.
   */
  private static Operand<TFloat32> apart(Ops tf, Operand<TFloat32> shift, Operand<TFloat32> x) {
    int channels = Math.toIntExact(x.shape().get(x.shape().numDimensions() - 1));
    return tf.reshape(shift, tf.constant(new int[] {-1, 1, channels}));
  }

  static List<Operand<?>> derivative(Ops tf, GraphOperation op, List<Output<?>> gradients) {
    Operation result =
        FusedOperations.build(
            tf,
            NormKernel.GRADIENT,
            Map.of(
                "groups",
                FusedOperations.number(op, "groups"),
                "silu",
                op.attributes().getAttrBool("silu"),
                KernelDefinition.THREADS,
                FusedOperations.number(op, KernelDefinition.THREADS)),
            gradients.get(0),
            op.input(0),
            op.input(1),
            op.input(2),
            op.input(3));
    return List.of(result.output(0), result.output(1), result.output(2), result.output(3));
  }
}
