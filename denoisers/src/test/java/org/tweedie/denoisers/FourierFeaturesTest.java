package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

class FourierFeaturesTest {

  /** Their gradient by the latents would drown that of all else. */
  @Test
  void areLeftOutOfANetworkThatIsToBeSmooth() {
    Optional<Levels> turning = Optional.of(new Levels(17));
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(2, 4, 4, 1);
      NetworkInput smooth =
          NetworkInput.of(z, graph.floats(2), graph.integers(2))
              .withOutputs(10)
              .withSmoothGradient();
      NetworkInput rough = NetworkInput.of(z, graph.floats(2), graph.integers(2)).withOutputs(10);
      assertThat(FourierFeatures.join(graph.tf(), smooth, turning)).isSameAs(z);
      assertThat(FourierFeatures.join(graph.tf(), rough, turning).shape().asArray())
          .containsExactly(2, 4, 4, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17, 256})
  void haveOnePhaseAtEveryLevelAndTheOppositeOneBetweenTwo(int count) {
    Levels levels = new Levels(count);
    float[] values = new float[2 * count];
    for (int level = 0; level < count; level++) {
      values[2 * level] = levels.value(level);
      values[2 * level + 1] = levels.value(level) + 1f / count;
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(1, 1, 2 * count, 1);
      graph.feed(z, values, 1, 1, 2 * count, 1);
      float[] joined = graph.run(FourierFeatures.join(graph.tf(), z, levels));
      for (int i = 0; i < values.length; i++) {
        assertThat(joined[5 * i]).as("the value itself").isEqualTo(values[i]);
        double sign = i % 2 == 0 ? 1 : -1;
        assertThat(joined[5 * i + 3])
            .as("fast sine of value %d", i)
            .isCloseTo((float) (sign * joined[3]), within(1e-3f));
        assertThat(joined[5 * i + 4])
            .as("fast cosine of value %d", i)
            .isCloseTo((float) (sign * joined[4]), within(1e-3f));
        double angle = Math.PI * count * values[i] / 2;
        assertThat(joined[5 * i + 1]).isCloseTo((float) Math.sin(angle), within(1e-3f));
        assertThat(joined[5 * i + 2]).isCloseTo((float) Math.cos(angle), within(1e-3f));
      }
    }
  }
}
