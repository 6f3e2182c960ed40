package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.GradientCheck;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TestGraph;

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
    check(layers.dense("dense", vector, 7), vector);
  }

  @Test
  void denseThatStartsAsZero() {
    check(layers.zeroDense("dense", vector, 7), vector);
  }

  @Test
  void silu() {
    check(layers.silu(vector), vector);
  }

  @Test
  void convolution() {
    check(layers.convolution("conv", image, 3, 3, 1), image);
  }

  @Test
  void convolutionThatStartsAsZero() {
    check(layers.zeroConvolution("conv", image, 3), image);
  }

  @Test
  void pointwiseConvolution() {
    check(layers.convolution("conv", image, 3, 1, 1), image);
  }

  @Test
  void down() {
    check(layers.down("down", image), image);
  }

  @Test
  void up() {
    check(layers.up("up", image), image);
  }

  @Test
  void groupNorm() {
    check(NORM.apply(layers, "norm", image), image);
  }

  @Test
  void groupNormOfEachChannelByItself() {
    check(new GroupNorm(4).apply(layers, "norm", image), image);
  }

  @Test
  void attentionWithOneHead() {
    check(new Attention(1, NORM).apply(layers, "attention", image), image);
  }

  @Test
  void attentionWithTwoHeads() {
    check(new Attention(2, NORM).apply(layers, "attention", image), image);
  }

  @Test
  void residualBlock() {
    check(new ResidualBlock(NORM, 0).apply(layers, "block", image, vector, 4), image, vector);
  }

  @Test
  void residualBlockThatChangesTheChannels() {
    check(new ResidualBlock(NORM, 0).apply(layers, "block", image, vector, 6), image, vector);
  }

  @Test
  void noiseLevelEmbedding() {
    check(new Embedding(6, 5, 0).apply(layers, "embedding", told(0, 0, 0)), logSnr());
  }

  @Test
  void classEmbedding() {
    check(new Embedding(6, 5, 3).apply(layers, "embedding", told(3, 0, 3)), logSnr());
  }

  private Operand<TFloat32> logSnr;

  private NetworkInput told(int... labels) {
    // The fastest wave turns by 25 radians a unit of log SNR: steps must be small against that.
    logSnr = graph.floats(-1);
    float[] values = {-0.1f, 0.05f, 0.2f};
    graph.feed(logSnr, values, 3);
    inputs.add(new GradientCheck.Input("the log SNR", logSnr, values, 3));
    Operand<TInt32> label = graph.integers(-1);
    graph.feed(label, labels);
    return new NetworkInput(image, logSnr, label);
  }

  private Operand<TFloat32> logSnr() {
    return logSnr;
  }

  private Operand<TFloat32> input(String name, long... shape) {
    long[] unknown = shape.clone();
    unknown[0] = -1;
    Operand<TFloat32> placeholder = graph.floats(unknown);
    float[] values = new float[(int) org.tensorflow.ndarray.Shape.of(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    graph.feed(placeholder, values, shape);
    inputs.add(new GradientCheck.Input(name, placeholder, values, shape));
    return placeholder;
  }

  /** Parameters move first: a layer that starts as zero would hide what lies before it. */
  @SafeVarargs
  private void check(Operand<TFloat32> output, Operand<TFloat32>... by) {
    graph.initialize();
    Map<String, float[]> values = graph.values();
    for (float[] value : values.values()) {
      for (int i = 0; i < value.length; i++) {
        value[i] += (float) (0.2 * random.nextGaussian());
      }
    }
    graph.set(values);
    List<Operand<TFloat32>> wanted = List.of(by);
    new GradientCheck(graph, output, 23)
        .agrees(
            inputs.stream()
                .filter(input -> wanted.contains(input.placeholder()))
                .toArray(GradientCheck.Input[]::new));
  }
}
