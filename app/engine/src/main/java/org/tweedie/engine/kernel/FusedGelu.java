package org.tweedie.engine.kernel;

import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The Gaussian error linear unit, in its approximation by tanh, as one operation with a gradient
 * operation of its own; see {@link FusedOperations}. Thread-safe.
 */
public final class FusedGelu {

  private FusedGelu() {}

  /**
   * Adds it to a graph.
   *
   * @param x any tensor
   * @param threads how many threads may share one call; results do not depend on it
   * @return shaped like x
   */
  public static Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, int threads) {
    return FusedOperations.result(
        FusedOperations.build(
            tf, GeluKernel.OPERATION, Map.of(KernelDefinition.THREADS, threads), x));
  }

  static List<Operand<?>> derivative(Ops tf, GraphOperation op, List<Output<?>> gradients) {
    return List.of(
        FusedOperations.build(
                tf,
                GeluKernel.GRADIENT,
                Map.of(
                    KernelDefinition.THREADS, FusedOperations.number(op, KernelDefinition.THREADS)),
                gradients.get(0),
                op.input(0))
            .output(0));
  }
}
