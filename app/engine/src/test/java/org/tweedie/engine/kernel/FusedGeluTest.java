package org.tweedie.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tweedie.laws.graph.TestGraph;

class FusedGeluTest {

  /** From -8 to 8, beyond which it is 0 or x. */
  private static float[] places(int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = count == 1 ? 1 : -8 + 16f * i / (count - 1);
    }
    return x;
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

  private static double gelu(double x) {
    return x * (1 + Math.tanh(inner(x))) / 2;
  }

  private static double slope(double x) {
    double t = Math.tanh(inner(x));
    double by = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    return (1 + t) / 2 + x * (1 - t * t) * by / 2;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1024, 1025, 100_003})
  void isTheFormulaAndItsDerivative(int count) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x = graph.floats(count);
      float[] values = places(count);
      graph.feed(x, values, count);
      for (int threads = 1; threads <= 2; threads++) {
        Operand<TFloat32> y = FusedGelu.of(graph.tf(), x, threads);
        Operand<TFloat32> ones = graph.tf().onesLike(x);
        Operand<TFloat32> dx = graph.gradients(y, ones, List.of(x)).get(0).orElseThrow();
        List<float[]> found = graph.run(List.of(y, dx));
        for (int i = 0; i < count; i++) {
          assertThat((double) found.get(0)[i]).isCloseTo(gelu(values[i]), within(2e-6));
          assertThat((double) found.get(1)[i]).isCloseTo(slope(values[i]), within(1e-5));
        }
      }
    }
  }

  @Test
  void isZeroAndXFarOut() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x = graph.floats(4);
      graph.feed(x, new float[] {-1e4f, 1e4f, Float.NaN, 0}, 4);
      float[] y = graph.run(FusedGelu.of(graph.tf(), x, 1));
      assertThat(y[0]).isCloseTo(0, within(1e-2f));
      assertThat(y[1]).isEqualTo(1e4f);
      assertThat(y[2]).isNaN();
      assertThat(y[3]).isZero();
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void isTheSameInBfloat16ButForItsRounding() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Ops tf = graph.tf();
      Operand<TFloat32> x = graph.floats(5000);
      graph.feed(x, places(5000), 5000);
      Operand<TFloat32> narrow = (Operand) tf.dtypes.cast(x, TBfloat16.class);
      Operand<TFloat32> y = tf.dtypes.cast((Operand) FusedGelu.of(tf, narrow, 1), TFloat32.class);
      Operand<TFloat32> dx = graph.gradients(y, tf.onesLike(x), List.of(x)).get(0).orElseThrow();
      List<float[]> found = graph.run(List.of(y, dx));
      float[] values = places(5000);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) found.get(0)[i])
            .isCloseTo(gelu(values[i]), within(0.01 + 0.01 * Math.abs(values[i])));
        assertThat((double) found.get(1)[i]).isCloseTo(slope(values[i]), within(0.02));
      }
    }
  }
}
