package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

class UNetTest {

  private static final DataDescription MNIST = images(28, 28);

  @Test
  void hasAsManyParametersAsItsTwinInPyTorch() {
    try (TestGraph graph = TestGraph.forTraining(1)) {
      output(options(32, List.of(1, 2, 2), List.of(7), 8), MNIST, graph, 64);
      long count =
          graph.parameters().stream().mapToLong(name -> graph.parameter(name).shape().size()).sum();
      assertThat(count).isEqualTo(1_623_169);
    }
  }

  @Test
  void startsByPuttingOutZero() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> output =
          output(options(4, List.of(1, 2), List.of(), 2), images(4, 4), graph, 2);
      assertThat(graph.run(output)).containsOnly(0f).hasSize(32);
    }
  }

  @Test
  void dropsOutInTraining() {
    UNet.Options dropping =
        new UNet.Options(1, 4, List.of(1), 1, List.of(), 1, 2, 0.5, false, CaptionUse.BOTH, false);
    try (TestGraph graph = TestGraph.forTraining(1)) {
      Operand<TFloat32> output = output(dropping, images(4, 4), graph, 2);
      graph.set("down/0/0/conv2/bias", new float[] {1, 2, 3, 4});
      graph.set("down/0/0/conv2/kernel", filled(3 * 3 * 4 * 4));
      graph.set("out/kernel", filled(3 * 3 * 4));
      assertThat(graph.run(output)).isNotEqualTo(graph.run(output));
    }
  }

  @Test
  void refusesPoints() {
    DataDescription points = DataDescription.of(DataShape.point(2));
    assertRefuses(
        options(32, List.of(1), List.of(), 8),
        points,
        "A U-Net is for images of height x width x channels, and the data have the shape 2. For"
            + " points, take the network mlp.");
  }

  @Test
  void refusesSizesThatDoNotHalve() {
    assertRefuses(
        options(32, List.of(1, 2, 2, 2), List.of(), 8),
        MNIST,
        "Images of 28x28 cannot be halved 3 times, which 4 channel-multipliers ask for. Give fewer"
            + " multipliers, or resize the images to multiples of 8.");
  }

  @Test
  void refusesAttentionAtAHeightThatItDoesNotHave() {
    assertRefuses(
        options(32, List.of(1, 2, 2), List.of(7, 8), 8),
        MNIST,
        "attention names the heights [8], which this network does not have: its heights are [28,"
            + " 14, 7].");
  }

  @Test
  void refusesGroupsThatDoNotDivideTheChannels() {
    assertRefuses(
        options(36, List.of(1, 2), List.of(), 8),
        MNIST,
        "36 channels (36 x 1) cannot be divided into 8 groups. Let groups divide channels.");
  }

  @Test
  void refusesHeadsThatDoNotDivideTheChannels() {
    assertRefuses(
        new UNet.Options(1, 32, List.of(1), 1, List.of(), 3, 8, 0, false, CaptionUse.BOTH, false),
        MNIST,
        "32 channels (32 x 1) cannot be divided among 3 attention-heads. Let attention-heads divide"
            + " channels.");
  }

  @Test
  void refusesAnOddNumberOfChannels() {
    assertRefuses(
        options(7, List.of(1), List.of(), 7),
        MNIST,
        "channels is 7, and must be even: half of them become sines, half cosines of the noise"
            + " level.");
  }

  @Test
  void refusesFourierFeaturesOfContinuousData() {
    assertRefuses(
        new UNet.Options(1, 8, List.of(1), 1, List.of(), 1, 8, 0, true, CaptionUse.BOTH, false),
        MNIST,
        "fourier features turn with the levels of the data, and these are continuous. Set fourier:"
            + " false.");
  }

  @Test
  void patchesAreWholeAndHalvedLikePixels() {
    assertRefuses(
        new UNet.Options(3, 8, List.of(1), 1, List.of(), 1, 8, 0, false, CaptionUse.BOTH, false),
        images(8, 9),
        "Images of 8x9 cannot be cut into patches of 3x3. Let patch divide height and width.");
    assertRefuses(
        new UNet.Options(
            2, 8, List.of(1, 2, 4), 1, List.of(), 1, 8, 0, false, CaptionUse.BOTH, false),
        images(28, 28),
        "Images of 14x14 patches cannot be halved 2 times, which 3 channel-multipliers ask for."
            + " Give fewer multipliers, or resize the images to multiples of 8.");
  }

  private static void assertRefuses(UNet.Options options, DataDescription data, String sentence) {
    assertThatThrownBy(() -> new UNet(options, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static UNet.Options options(
      int channels, List<Integer> multipliers, List<Integer> attention, int groups) {
    return new UNet.Options(
        1, channels, multipliers, 2, attention, 1, groups, 0, false, CaptionUse.BOTH, false);
  }

  private static DataDescription images(int height, int width) {
    return DataDescription.of(DataShape.image(height, width, 1));
  }

  private static Operand<TFloat32> output(
      UNet.Options options, DataDescription data, TestGraph graph, int batch) {
    int height = data.shape().dimensions().get(0);
    int width = data.shape().dimensions().get(1);
    Operand<TFloat32> z = graph.floats(batch, height, width, 1);
    Operand<TFloat32> logSnr = graph.floats(batch);
    float[] latents = new float[batch * height * width];
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) Math.sin(i);
    }
    graph.feed(z, latents, batch, height, width, 1);
    graph.feed(logSnr, new float[batch], batch);
    Operand<TFloat32> output =
        new UNet(options, data).output(graph, NetworkInput.of(z, logSnr, graph.integers(batch)));
    graph.initialize();
    return output;
  }

  private static float[] filled(int count) {
    float[] values = new float[count];
    Arrays.fill(values, 0.1f);
    return values;
  }
}
