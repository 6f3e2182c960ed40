package org.tweedie.api.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.types.TFloat32;

/**
 * Reverse-mode derivatives inside a graph, and what TensorFlow says where there is none: the one
 * place that knows. For the program and the contracts; an objective uses {@link
 * Denoising#pullback}.
 */
@API(status = API.Status.INTERNAL, since = "0.2")
public final class GraphGradients {

  private GraphGradients() {}

  /**
   * {@code sum_k seed_k dy_k/dx} for every x.
   *
   * @param seeds one for each y and shaped like it. Without seeds of their own TensorFlow starts
   *     from an operation that has no gradient, so that gradients of gradients fail
   * @return a gradient for each x; empty for one that no y depends on
   */
  public static List<Optional<Operand<TFloat32>>> of(
      Graph graph,
      List<? extends Operand<TFloat32>> y,
      List<? extends Operand<TFloat32>> seeds,
      List<? extends Operand<TFloat32>> x) {
    if (x.isEmpty()) {
      return List.of();
    }
    List<Optional<Operand<TFloat32>>> gradients = new ArrayList<>();
    try {
      for (Output<?> gradient : graph.addGradients(null, outputs(y), outputs(x), outputs(seeds))) {
        gradients.add(ifConnected(gradient));
      }
    } catch (TFInvalidArgumentException e) {
      // One x without any path to y spoils the call for all.
      if (!String.valueOf(e.getMessage()).contains("unreachable")) {
        throw e;
      }
      if (x.size() == 1) {
        return List.of(Optional.empty());
      }
      x.forEach(one -> gradients.addAll(of(graph, y, seeds, List.of(one))));
    }
    return gradients;
  }

  /**
   * TensorFlow answers an x whose paths carry no gradient, as those through a rounding, by an
   * output whose operation has the handle null.
   */
  @SuppressWarnings("unchecked")
  private static Optional<Operand<TFloat32>> ifConnected(Output<?> gradient) {
    return ((GraphOperation) gradient.op()).getUnsafeNativeHandle() == null
        ? Optional.empty()
        : Optional.of((Output<TFloat32>) gradient);
  }

  private static Output<?>[] outputs(List<? extends Operand<TFloat32>> operands) {
    return operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
  }
}
