package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.laws.graph.TestGraph;

/** One convolution against repeated places under another. */
class EnlargementTest {

  private static float[] normal(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Operand<TFloat32> fed(TestGraph graph, Random random, long... shape) {
    Operand<TFloat32> tensor = graph.floats(shape);
    graph.feed(tensor, normal(random, (int) Shape.of(shape).size()), shape);
    return tensor;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4, 4, 3, 3",
    "1, 1, 1, 1, 1",
    "3, 1, 5, 2, 4",
    "2, 7, 3, 8, 5",
    "4, 8, 8, 16, 16"
  })
  void isThatOfRepeatedPlacesWithItsGradients(int n, int height, int width, int from, int to) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Random random = new Random(3);
      Operand<TFloat32> x = fed(graph, random, n, height, width, from);
      Operand<TFloat32> kernel = fed(graph, random, 3, 3, from, to);
      Operand<TFloat32> weights = fed(graph, random, n, 2 * height, 2 * width, to);
      List<float[]> expected = values(graph, graph.enlarged(x, kernel), weights, x, kernel);
      Operand<TFloat32> y = Enlargement.of(graph.tf(), x, kernel);
      assertThat(y.shape()).isEqualTo(Shape.of(n, 2 * height, 2 * width, to));
      List<float[]> found = values(graph, y, weights, x, kernel);
      for (int i = 0; i < expected.size(); i++) {
        double scale = 0;
        double error = 0;
        for (int k = 0; k < expected.get(i).length; k++) {
          scale = Math.max(scale, Math.abs(expected.get(i)[k]));
          error = Math.max(error, Math.abs(expected.get(i)[k] - found.get(i)[k]));
        }
        assertThat(error).as("%d: %s of %s", i, error, scale).isLessThan(2e-6 * scale);
      }
    }
  }

  private static List<float[]> values(
      TestGraph graph,
      Operand<TFloat32> y,
      Operand<TFloat32> weights,
      Operand<TFloat32> x,
      Operand<TFloat32> kernel) {
    List<Operand<TFloat32>> gradients =
        graph.gradients(y, weights, List.of(x, kernel)).stream()
            .map(Optional::orElseThrow)
            .toList();
    return graph.run(List.of(y, gradients.get(0), gradients.get(1)));
  }

  /** What follows asks for its height, width and channels when the graph is built. */
  @Test
  void knowsItsShapeWhereTheBatchIsOfAnySize() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x =
          graph
              .tf()
              .placeholder(
                  TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, 4, 5, 2)));
      Operand<TFloat32> kernel = fed(graph, new Random(1), 3, 3, 2, 6);
      // Shapes with an unknown size are equal to none.
      assertThat(Enlargement.of(graph.tf(), x, kernel).shape().asArray())
          .containsExactly(Shape.UNKNOWN_SIZE, 8, 10, 6);
    }
  }
}
