package org.tweedie.engine.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.LayerNormalization;

/**
 * Layer normalisation with what modulates it as one operation with a gradient operation of its own;
 * see {@link FusedOperations}. Thread-safe.
 */
public final class FusedLayerNorm {

  private FusedLayerNorm() {}

  /**
   * Adds it to a graph.
   *
   * @param x of shape [B, ..., channels]
   * @param how what is done
   * @param threads how many threads may share the samples of one call; results do not depend on it
   * @return shaped like x
   */
  public static Operand<TFloat32> of(
      Ops tf, Operand<TFloat32> x, LayerNormalization how, int threads) {
    return FusedOperations.result(
        FusedOperations.build(
            tf,
            LayerNormKernel.OPERATION,
            Map.of(KernelDefinition.THREADS, threads),
            x,
            orNone(tf, how.scale()),
            orNone(tf, how.shift())));
  }

  private static Operand<TFloat32> orNone(Ops tf, Optional<Operand<TFloat32>> modulation) {
    return modulation.orElseGet(() -> tf.constant(new float[0]));
  }

  static List<Operand<?>> derivative(Ops tf, GraphOperation op, List<Output<?>> gradients) {
    Operation result =
        FusedOperations.build(
            tf,
            LayerNormKernel.GRADIENT,
            Map.of(KernelDefinition.THREADS, FusedOperations.number(op, KernelDefinition.THREADS)),
            gradients.get(0),
            op.input(0),
            op.input(1),
            op.input(2));
    return List.of(result.output(0), result.output(1), result.output(2));
  }
}
