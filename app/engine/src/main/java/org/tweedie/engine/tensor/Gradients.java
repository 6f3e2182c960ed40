package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.types.TFloat32;

/** Reverse-mode derivatives inside a graph. */
final class Gradients {

  private Gradients() {}

  /**
   * {@code sum_k seed_k dy_k/dx} for every parameter x.
   *
   * @param seeds one for each y and shaped like it. Without seeds of their own, TensorFlow's
   *     gradients of gradients fail; with them, both work
   * @throws IllegalArgumentException if nothing depends on one of the parameters
   */
  static Map<String, Operand<TFloat32>> of(
      Graph graph,
      List<Operand<TFloat32>> y,
      List<? extends Operand<TFloat32>> seeds,
      Map<String, Variables.Variable> parameters) {
    Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
    parameters.forEach((name, variable) -> values.put(name, variable.value()));
    return byOperand(graph, y, seeds, values);
  }

  /** The same for any operands; their names are for messages. */
  static Map<String, Operand<TFloat32>> byOperand(
      Graph graph,
      List<Operand<TFloat32>> y,
      List<? extends Operand<TFloat32>> seeds,
      Map<String, Operand<TFloat32>> x) {
    if (x.isEmpty()) {
      return Map.of();
    }
    Output<?>[] found;
    try {
      found = graph.addGradients(null, outputs(y), outputs(x.values()), outputs(seeds));
    } catch (TFInvalidArgumentException e) {
      // An unconnected input may also be told of, by the name of the operation that reads it.
      throw x.entrySet().stream()
          .filter(entry -> e.getMessage().contains("'" + entry.getValue().op().name() + "'"))
          .findFirst()
          .<RuntimeException>map(entry -> unreached(entry.getKey()))
          .orElse(e);
    }
    List<String> names = new ArrayList<>(x.keySet());
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (int i = 0; i < found.length; i++) {
      // An unconnected input may give an output without an operation, which would fail much later.
      if (((GraphOperation) found[i].op()).getUnsafeNativeHandle().isNull()) {
        throw unreached(names.get(i));
      }
      @SuppressWarnings("unchecked")
      Operand<TFloat32> gradient = (Operand<TFloat32>) (Operand<?>) found[i];
      gradients.put(names.get(i), gradient);
    }
    return gradients;
  }

  private static Output<?>[] outputs(Iterable<? extends Operand<TFloat32>> operands) {
    List<Output<?>> outputs = new ArrayList<>();
    operands.forEach(operand -> outputs.add(operand.asOutput()));
    return outputs.toArray(Output<?>[]::new);
  }

  private static IllegalArgumentException unreached(String parameter) {
    return new IllegalArgumentException("the loss does not depend on the parameter " + parameter);
  }
}
