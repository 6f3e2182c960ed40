package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

class TransformerTest {

  private static final DataDescription IMAGES = DataDescription.of(DataShape.image(4, 6, 2));

  /**
   * Peebles and Xie, table 1 and appendix A: latents of 32x32x4 in patches of 2, 1000 classes, and
   * a variance beside the noise.
   */
  @ParameterizedTest
  @CsvSource({"12, 384, 6, 33", "12, 768, 12, 130"})
  void hasAsManyParametersAsThePaperStates(int depth, int width, int heads, long millions) {
    DataDescription latents =
        new DataDescription(
            DataShape.image(32, 32, 4), Optional.empty(), Collections.nCopies(1000, "class"));
    try (TestGraph graph = TestGraph.forInference(1)) {
      new Transformer(
              new Transformer.Options(2, width, depth, heads, 4, 0, false, CaptionUse.BOTH),
              latents)
          .output(
              graph,
              NetworkInput.of(graph.floats(-1, 32, 32, 4), graph.floats(-1), graph.integers(-1))
                  .withOutputs(2));
      long count =
          graph.parameters().stream().mapToLong(name -> graph.parameter(name).shape().size()).sum();
      assertThat(Math.round(count / 1e6)).isEqualTo(millions);
    }
  }

  @Test
  void startsByPuttingOutZero() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      assertThat(graph.run(output(graph, 0))).containsOnly(0f).hasSize(2 * 4 * 6 * 2);
    }
  }

  @Test
  void eachBlockStartsAsTheIdentity() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> tokens = graph.floats(-1, 3, 8);
      Operand<TFloat32> conditioning = graph.floats(-1, 5);
      float[] values = waves(2 * 3 * 8);
      graph.feed(tokens, values, 2, 3, 8);
      graph.feed(conditioning, waves(2 * 5), 2, 5);
      Operand<TFloat32> output =
          new TransformerBlock(new Heads(2), 16, 0)
              .apply(new Layers(graph), "block", tokens, conditioning);
      graph.initialize();
      assertThat(graph.run(output)).isEqualTo(values);
    }
  }

  /** Number (i, j, c) of a token is channel c of its pixel (i, j). */
  @Test
  void putsTheNumbersOfATokenWhereItsPixelsAre() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> output = output(graph, 0);
      float[] bias = {1, 2, 3, 4, 5, 6, 7, 8};
      graph.set("out/bias", bias);
      float[] values = graph.run(output);
      for (int i = 0; i < values.length; i++) {
        int channel = i % 2;
        int column = i / 2 % 6;
        int row = i / 12 % 4;
        assertThat(values[i]).isEqualTo(bias[(row % 2 * 2 + column % 2) * 2 + channel]);
      }
    }
  }

  /** The product of two tokens' waves is a sum of cosines of their distances. */
  @Test
  void positionsTellHowFarTokensLieApart() {
    float[][] waves = Positions.waves(3, 5, 16);
    for (int one = 0; one < waves.length; one++) {
      for (int other = 0; other < waves.length; other++) {
        double product = 0;
        for (int k = 0; k < 16; k++) {
          product += waves[one][k] * waves[other][k];
        }
        double expected = 0;
        for (int k = 0; k < 4; k++) {
          double frequency = Math.pow(10_000, -k / 4.0);
          expected += Math.cos(frequency * (one / 5 - other / 5));
          expected += Math.cos(frequency * (one % 5 - other % 5));
        }
        assertThat(product).isCloseTo(expected, within(1e-5));
      }
    }
    assertThat(Arrays.stream(waves).map(Arrays::toString).distinct()).hasSize(15);
  }

  @Test
  void geluIsTheApproximationByTanh() {
    float[] x = {-5, -1.5f, -0.3f, 0, 0.7f, 2, 6};
    try (TestGraph graph = TestGraph.forInference(1)) {
      float[] values = graph.run(graph.gelu(graph.tf().constant(x)));
      for (int i = 0; i < x.length; i++) {
        double u = Math.sqrt(2 / Math.PI) * (x[i] + 0.044715 * x[i] * x[i] * x[i]);
        assertThat((double) values[i]).isCloseTo(0.5 * x[i] * (1 + Math.tanh(u)), within(1e-6));
      }
    }
  }

  @Test
  void dropsOutInTraining() {
    try (TestGraph graph = TestGraph.forTraining(1)) {
      Operand<TFloat32> output = output(graph, 0.5);
      for (String name : graph.parameters()) {
        float[] values = graph.values().get(name);
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.1 * Math.sin(i));
        }
        graph.set(name, values);
      }
      assertThat(graph.run(output)).isNotEqualTo(graph.run(output));
    }
  }

  @Test
  void refusesPoints() {
    assertRefuses(
        new Transformer.Options(2, 8, 1, 1, 4, 0, false, CaptionUse.BOTH),
        DataShape.point(2),
        "The network transformer cuts images of height x width x channels into patches, and the"
            + " data have the shape 2. For points, take the network mlp.");
  }

  @Test
  void refusesPatchesThatDoNotFit() {
    assertRefuses(
        new Transformer.Options(3, 8, 1, 1, 4, 0, false, CaptionUse.BOTH),
        DataShape.image(28, 27, 1),
        "Images of 28x27 cannot be cut into patches of 3x3. Let patch divide height and width.");
  }

  @Test
  void refusesAWidthThatIsNotAMultipleOfFour() {
    assertRefuses(
        new Transformer.Options(2, 10, 1, 1, 4, 0, false, CaptionUse.BOTH),
        DataShape.image(4, 4, 1),
        "width is 10, and must be a multiple of 4: a quarter each become sines and cosines of a"
            + " token's row and of its column.");
  }

  @Test
  void refusesHeadsThatDoNotDivideTheWidth() {
    assertRefuses(
        new Transformer.Options(2, 32, 1, 3, 4, 0, false, CaptionUse.BOTH),
        DataShape.image(4, 4, 1),
        "A width of 32 cannot be divided among 3 heads. Let heads divide width.");
  }

  private static void assertRefuses(Transformer.Options options, DataShape shape, String sentence) {
    DataDescription data = DataDescription.of(shape);
    assertThatThrownBy(() -> new Transformer(options, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static Operand<TFloat32> output(TestGraph graph, double dropout) {
    Operand<TFloat32> z = graph.floats(-1, 4, 6, 2);
    Operand<TFloat32> logSnr = graph.floats(-1);
    graph.feed(z, waves(2 * 4 * 6 * 2), 2, 4, 6, 2);
    graph.feed(logSnr, new float[] {3, -1}, 2);
    Operand<TFloat32> output =
        new Transformer(
                new Transformer.Options(2, 8, 1, 2, 2, dropout, false, CaptionUse.BOTH), IMAGES)
            .output(graph, NetworkInput.of(z, logSnr, graph.integers(-1)));
    graph.initialize();
    return output;
  }

  private static float[] waves(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i * i);
    }
    return values;
  }
}
