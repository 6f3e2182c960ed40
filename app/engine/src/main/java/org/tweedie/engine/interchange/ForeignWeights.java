package org.tweedie.engine.interchange;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.interchange.ForeignNetwork;
import org.tweedie.api.interchange.ForeignTensor;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * A network's parameters as another program's tensors.
 *
 * @param network says which is which
 * @param shapes of the parameters, by name
 */
record ForeignWeights(ForeignNetwork network, Map<String, Shape> shapes) {

  /** How many tensors are named of those that are in a file and of no use. */
  private static final int NAMED = 5;

  /** The tensors of some values. */
  Map<String, Tensor> tensors(Map<String, float[]> values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (parameter, shape) -> {
          ForeignTensor foreign = foreign(parameter, shape);
          AxisOrder order = new AxisOrder(foreign.axes());
          float[] own = values.get(parameter);
          if (own == null) {
            throw new IllegalArgumentException("no values of " + parameter);
          }
          tensors.put(
              foreign.name(),
              new Tensor(order.sizes(shape.asArray()), order.of(own, shape.asArray())));
        });
    return tensors;
  }

  /**
   * The parameters of some tensors.
   *
   * @param found the tensors, by name
   * @param file where they were found
   * @param problems takes what is missing, too much, of another shape, or no number
   */
  Map<String, Tensor> parameters(Map<String, Tensor> found, Path file, Problems problems) {
    Location location = Location.of(file.toString());
    Map<String, Tensor> present = new LinkedHashMap<>();
    found.forEach((name, tensor) -> present.put(network.presentName(name), tensor));
    Set<String> left = new LinkedHashSet<>(present.keySet());
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    shapes.forEach(
        (parameter, shape) -> {
          ForeignTensor foreign = foreign(parameter, shape);
          AxisOrder order = new AxisOrder(foreign.axes());
          long[] sizes = order.sizes(shape.asArray());
          Tensor tensor = present.get(foreign.name());
          left.remove(foreign.name());
          if (tensor == null) {
            problems.add(
                "missing-tensor",
                location,
                foreign.name(),
                "The network has this tensor, and the file has not.");
          } else if (!Arrays.equals(tensor.shape(), sizes)) {
            problems.add(
                "other-shape",
                location,
                foreign.name(),
                "The tensor is %s in the file, and %s in the network."
                    .formatted(Arrays.toString(tensor.shape()), Arrays.toString(sizes)));
          } else if (!isFinite(tensor.values())) {
            problems.add(
                "not-finite",
                location,
                foreign.name(),
                "Some of the tensor's values are no numbers.");
          } else {
            parameters.put(
                parameter,
                new Tensor(shape.asArray(), order.back().of(tensor.values(), tensor.shape())));
          }
        });
    if (!left.isEmpty()) {
      List<String> first = left.stream().limit(NAMED).toList();
      problems.add(
          "unknown-tensor",
          location,
          first.get(0),
          "%d tensor%s of the file %s none of the network's: %s%s."
              .formatted(
                  left.size(),
                  left.size() == 1 ? "" : "s",
                  left.size() == 1 ? "is" : "are",
                  String.join(", ", first),
                  left.size() > NAMED ? " and %d more".formatted(left.size() - NAMED) : ""));
    }
    return parameters;
  }

  private ForeignTensor foreign(String parameter, Shape shape) {
    return network.foreignTensor(parameter, shape.numDimensions());
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
