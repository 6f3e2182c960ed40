package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.laws.graph.TestGraph;

class GroupNormTest {

  private static final int PIXELS = 6;
  private static final int CHANNELS = 4;

  private final TestGraph graph = TestGraph.forInference(1);
  private final Layers layers = new Layers(graph);
  private final GroupNorm norm = new GroupNorm(2);
  private final Operand<TFloat32> x = graph.floats(-1, 2, 3, CHANNELS);
  private final Operand<TFloat32> shift = graph.floats(-1, CHANNELS);

  @BeforeEach
  void feed() {
    float[] values = new float[2 * PIXELS * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 + 2 * Math.sin(i * i));
    }
    graph.feed(x, values, 2, 2, 3, CHANNELS);
    graph.feed(shift, new float[] {1, -2, 3, 0.5f, 0, 4, -1, 2}, 2, CHANNELS);
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void givesEachGroupOfEachImageMeanZeroAndVarianceOne() {
    Operand<TFloat32> output = norm.apply(layers, "norm", x);
    graph.initialize();
    float[] values = graph.run(output);
    for (int image = 0; image < 2; image++) {
      for (int group = 0; group < 2; group++) {
        double sum = 0;
        double squares = 0;
        for (int pixel = 0; pixel < PIXELS; pixel++) {
          for (int channel = 2 * group; channel < 2 * group + 2; channel++) {
            double value = values[(image * PIXELS + pixel) * CHANNELS + channel];
            sum += value;
            squares += value * value;
          }
        }
        assertThat(sum / (2 * PIXELS)).as("the mean").isCloseTo(0, Offset.offset(1e-5));
        assertThat(squares / (2 * PIXELS)).as("the variance").isCloseTo(1, Offset.offset(1e-4));
      }
    }
  }

  @Test
  void staysFiniteWhereAGroupHasALargeMeanAndNoSpread() {
    float[] values = new float[2 * PIXELS * CHANNELS];
    Arrays.fill(values, 333.3f);
    graph.feed(x, values, 2, 2, 3, CHANNELS);
    Operand<TFloat32> output = norm.apply(layers, "norm", x);
    graph.initialize();
    for (float value : graph.run(output)) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void normalisesASumAsIfItHadBeenAddedBefore() {
    Operand<TFloat32> added = layers.tf().math.add(x, layers.reshape(shift, -1, 1, 1, CHANNELS));
    Operand<TFloat32> direct = layers.silu(norm.apply(layers, "norm", added));
    Operand<TFloat32> folded = norm.siluOfSum(layers, "norm", x, shift);
    graph.initialize();
    assertThat(graph.run(folded)).containsExactly(graph.run(direct), Offset.offset(1e-5f));
  }
}
