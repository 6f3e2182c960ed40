package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.contract.GradientCheck;
import org.tweedie.laws.graph.TestGraph;

@DisplayName("Gradients against finite differences for every network block")
class BlockGradientsTest {

  private static final GroupNorm NORM = new GroupNorm(2);

  private final Random random = new Random(17);
  private final TestGraph graph = TestGraph.forInference(17);
  private final Layers layers = new Layers(graph);
  private final List<GradientCheck.Input> inputs = new ArrayList<>();
  private final Operand<TFloat32> image = input("the image", 3, 4, 6, 4);
  private final Operand<TFloat32> vector = input("the vector", 3, 5);

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void dense() {
    check(layers.dense("dense", vector, 7), "the vector");
  }

  @Test
  void denseThatStartsAsZero() {
    check(layers.zeroDense("dense", vector, 7), "the vector");
  }

  @Test
  void silu() {
    check(layers.silu(vector), "the vector");
  }

  @Test
  void convolution() {
    check(layers.convolution("conv", image, 3, 3, 1), "the image");
  }

  @Test
  void convolutionThatStartsAsZero() {
    check(layers.zeroConvolution("conv", image, 3), "the image");
  }

  @Test
  void pointwiseConvolution() {
    check(layers.convolution("conv", image, 3, 1, 1), "the image");
  }

  @Test
  void down() {
    check(layers.down("down", image), "the image");
  }

  @Test
  void up() {
    check(layers.up("up", image), "the image");
  }

  @Test
  void groupNorm() {
    check(NORM.apply(layers, "norm", image), "the image");
  }

  @Test
  void groupNormOfEachChannelByItself() {
    check(new GroupNorm(4).apply(layers, "norm", image), "the image");
  }

  @Test
  void groupNormOfASum() {
    Operand<TFloat32> shift = layers.dense("shift", vector, 4);
    check(NORM.siluOfSum(layers, "norm", image, shift), "the image", "the vector");
  }

  @Test
  void attentionWithOneHead() {
    check(new Attention(1, NORM).apply(layers, "attention", image), "the image");
  }

  @Test
  void attentionWithTwoHeads() {
    check(new Attention(2, NORM).apply(layers, "attention", image), "the image");
  }

  @Test
  void residualBlock() {
    check(
        new ResidualBlock(NORM, 0).apply(layers, "block", image, vector, 4),
        "the image",
        "the vector");
  }

  @Test
  void residualBlockThatChangesTheChannels() {
    check(
        new ResidualBlock(NORM, 0).apply(layers, "block", image, vector, 6),
        "the image",
        "the vector");
  }

  @Test
  void gelu() {
    check(graph.gelu(layers.dense("dense", vector, 3)), "the vector");
  }

  @Test
  void transformerBlock() {
    Operand<TFloat32> tokens = layers.reshape(image, -1, 24, 4);
    check(
        new TransformerBlock(new Heads(2), 6, 0).apply(layers, "block", tokens, vector),
        "the image",
        "the vector");
  }

  @Test
  void noiseLevelEmbedding() {
    check(new Embedding(6, 5, 0).apply(layers, "embedding", told(0, 0, 0)), "the log SNR");
  }

  @Test
  void classEmbedding() {
    check(new Embedding(6, 5, 3).apply(layers, "embedding", told(3, 0, 3)), "the log SNR");
  }

  private NetworkInput told(int... labels) {
    // The fastest wave turns by 25 radians a unit of log SNR: steps must be small against that.
    Operand<TFloat32> logSnr = graph.floats(-1);
    float[] values = {-0.1f, 0.05f, 0.2f};
    graph.feed(logSnr, values, 3);
    inputs.add(new GradientCheck.Input("the log SNR", logSnr, values, 3));
    Operand<TInt32> label = graph.integers(-1);
    graph.feed(label, labels);
    return NetworkInput.of(image, logSnr, label);
  }

  private Operand<TFloat32> input(String name, long... shape) {
    long[] unknown = shape.clone();
    unknown[0] = -1;
    Operand<TFloat32> placeholder = graph.floats(unknown);
    float[] values = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    graph.feed(placeholder, values, shape);
    inputs.add(new GradientCheck.Input(name, placeholder, values, shape));
    return placeholder;
  }

  /** Parameters move first: a layer that starts as zero would hide what lies before it. */
  private void check(Operand<TFloat32> output, String... by) {
    graph.initialize();
    Map<String, float[]> values = graph.values();
    for (float[] value : values.values()) {
      for (int i = 0; i < value.length; i++) {
        value[i] += (float) (0.2 * random.nextGaussian());
      }
    }
    graph.set(values);
    List<String> wanted = List.of(by);
    new GradientCheck(graph, output, 23)
        .agrees(
            inputs.stream()
                .filter(input -> wanted.contains(input.name()))
                .toArray(GradientCheck.Input[]::new));
  }
}
