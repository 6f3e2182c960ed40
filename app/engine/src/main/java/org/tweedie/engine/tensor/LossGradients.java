package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.GraphGradients;
import org.tweedie.engine.problem.ModelFailure;

/** Gradients by tensors that have names, of which each one must be reached. */
final class LossGradients {

  private LossGradients() {}

  /**
   * {@code sum_k seed_k dy_k/dx} for every parameter x.
   *
   * @param seeds one for each y and shaped like it
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
    List<Optional<Operand<TFloat32>>> found =
        GraphGradients.of(graph, y, seeds, new ArrayList<>(x.values()));
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (String name : x.keySet()) {
      gradients.put(
          name,
          found
              .get(gradients.size())
              .orElseThrow(
                  () ->
                      new ModelFailure(
                          "The loss does not depend on the parameter '%s', so it cannot be learned: the network does not use it, or the objective does not look at what the network puts out.\nPlease take others, and tell their author."
                              .formatted(name))));
    }
    return gradients;
  }
}
