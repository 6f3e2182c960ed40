package org.tweedie.api.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.laws.graph.TestGraph;

class GraphGradientsTest {

  /** TensorFlow refuses the one, and answers the other by an operation that is none. */
  @Test
  void thereIsNoneWithoutAPathAndNoneByAPathThatCarriesNone() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Ops tf = graph.tf();
      Operand<TFloat32> reached = graph.floats(2);
      Operand<TFloat32> stopped = graph.floats(2);
      Operand<TFloat32> apart = graph.floats(2);
      Operand<TFloat32> y = tf.math.mul(tf.stopGradient(stopped), reached);
      Operand<TFloat32> seed = tf.constant(new float[] {1, 10});
      for (List<Operand<TFloat32>> others :
          List.of(List.of(stopped), List.of(apart), List.of(stopped, apart))) {
        List<Optional<Operand<TFloat32>>> alone = graph.gradients(y, seed, others);
        assertThat(alone).hasSize(others.size()).containsOnly(Optional.empty());
      }
      List<Optional<Operand<TFloat32>>> all =
          graph.gradients(y, seed, List.of(stopped, reached, apart));
      assertThat(all.get(0)).isEmpty();
      assertThat(all.get(2)).isEmpty();
      graph.feed(stopped, new float[] {3, 4}, 2);
      graph.feed(reached, new float[] {1, 1}, 2);
      assertThat(graph.run(all.get(1).orElseThrow())).containsExactly(3, 40);
    }
  }
}
