package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

/** Of normal inputs of deviation 1, 65,536 numbers: root mean squares have an error of 0.003. */
class MagnitudePreservingTest {

  private static final int CHANNELS = 16;

  private final TestGraph graph = TestGraph.forInference(1);
  private final MagnitudePreserving layers = new MagnitudePreserving(new Layers(graph));
  private final Operand<TFloat32> x = normal(1);
  private final Operand<TFloat32> other = normal(2);

  @AfterEach
  void close() {
    graph.close();
  }

  private Operand<TFloat32> normal(long seed) {
    Random random = new Random(seed);
    float[] values = new float[16 * 16 * 16 * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return graph
        .tf()
        .reshape(
            graph.tf().constant(values), graph.tf().constant(new int[] {16, 16, 16, CHANNELS}));
  }

  private static double magnitude(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  @Test
  void everyLayerKeepsUnitMagnitude() {
    List<Operand<TFloat32>> all =
        List.of(
            layers.convolution("one", x, 64, 1),
            layers.silu(x),
            layers.sum(x, other, 0.3),
            layers.joined(x, layers.convolution("two", other, 48, 1), 0.5));
    graph.initialize();
    // Filters are unit, but not at right angles: what 64 of them make together varies by 1 / 32.
    assertThat(graph.run(all))
        .allSatisfy(values -> assertThat(magnitude(values)).isCloseTo(1, within(0.1)));
  }

  /** Where it joins parts of other widths, each has the share that it is given. */
  @Test
  void partsThatAreJoinedHaveTheirShares() {
    Operand<TFloat32> wide = layers.convolution("wide", other, 48, 1);
    Operand<TFloat32> both = layers.joined(x, wide, 0.75);
    graph.initialize();
    float[] joined = graph.run(both);
    double first = 0;
    double all = 0;
    for (int i = 0; i < joined.length; i++) {
      double square = (double) joined[i] * joined[i];
      all += square;
      first += i % (CHANNELS + 48) < CHANNELS ? square : 0;
    }
    double ofA = 0.25 * 0.25;
    double ofB = 0.75 * 0.75;
    assertThat(first / all).isCloseTo(ofA / (ofA + ofB), within(0.02));
  }

  @Test
  void pixelsHaveUnitMagnitudeWhateverTheyHad() {
    float[] pixels =
        graph.run(layers.normalized(graph.tf().math.mul(x, graph.tf().constant(100f))));
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      float[] pixel = Arrays.copyOfRange(pixels, i, i + CHANNELS);
      assertThat(magnitude(pixel)).isCloseTo(1, within(1e-3));
    }
    assertThat(graph.run(layers.normalized(graph.tf().zerosLike(x)))).containsOnly(0);
  }

  @Test
  void howLongAFilterIsDoesNotMatter() {
    Operand<TFloat32> y = layers.convolution("long", x, 8, 3);
    graph.initialize();
    float[] before = graph.run(y);
    float[] kernel = Objects.requireNonNull(graph.values().get("long/kernel"));
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] *= 10;
    }
    graph.set("long/kernel", kernel);
    float[] after = graph.run(y);
    for (int i = 0; i < before.length; i++) {
      assertThat((double) after[i]).isCloseTo(before[i], within(1e-3));
    }
  }

  @Test
  void wavesOfTheNoiseLevelHaveUnitMagnitudeAndTellLevelsApart() {
    float[] levels = new float[400];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = -10 + 20f * i / (levels.length - 1);
    }
    float[] waves = graph.run(NoiseWaves.of(new Layers(graph), graph.tf().constant(levels), 32));
    assertThat(magnitude(waves)).isCloseTo(1, within(0.05));
    // Of what differs by one in the log SNR.
    double apart = 0;
    for (int i = 0; i < 32; i++) {
      apart = Math.max(apart, Math.abs(waves[200 * 32 + i] - waves[220 * 32 + i]));
    }
    assertThat(apart).isGreaterThan(0.5);
  }

  @Test
  void theNullClassIsZeroAndOthersHaveUnitMagnitude() {
    Operand<TInt32> numbers = graph.integers(-1);
    graph.feed(numbers, 0, 1, 2, 3);
    Operand<TFloat32> rows = layers.chosen("classes", numbers, 3, 512);
    graph.initialize();
    float[] found = graph.run(rows);
    assertThat(magnitude(Arrays.copyOfRange(found, 0, 3 * 512))).isCloseTo(1, within(1e-3));
    assertThat(Arrays.copyOfRange(found, 3 * 512, 4 * 512)).containsOnly(0);
  }

  @Test
  void startsByPuttingOutZero() {
    DataDescription image =
        new DataDescription(DataShape.image(4, 4, 1), Optional.empty(), List.of("one", "two"));
    Operand<TFloat32> z = graph.floats(-1, 4, 4, 1);
    Operand<TFloat32> logSnr = graph.floats(-1);
    Operand<TInt32> label = graph.integers(-1);
    graph.feed(z, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, 2}, 1, 4, 4, 1);
    graph.feed(logSnr, new float[] {1}, 1);
    graph.feed(label, 1);
    Operand<TFloat32> output =
        network(image, List.of(1, 2), List.of(), 1)
            .output(graph, NetworkInput.of(z, logSnr, label));
    graph.initialize();
    // Of either sign.
    assertThat(magnitude(graph.run(output))).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    DataDescription image =
        new DataDescription(DataShape.image(6, 6, 1), Optional.empty(), List.of());
    assertThatThrownBy(() -> network(image, List.of(1, 2, 2), List.of(), 1))
        .hasMessageContaining("cannot be halved 2 times");
    assertThatThrownBy(() -> network(image, List.of(1, 2), List.of(5), 1))
        .hasMessageContaining("its heights are [6, 3]");
    assertThatThrownBy(() -> network(image, List.of(1, 2), List.of(), 3))
        .hasMessageContaining("cannot be divided among 3 attention-heads");
    assertThatThrownBy(
            () ->
                network(
                    new DataDescription(DataShape.point(2), Optional.empty(), List.of()),
                    List.of(1),
                    List.of(),
                    1))
        .hasMessageContaining("take the network mlp");
  }

  private static Edm2Network network(
      DataDescription data, List<Integer> multipliers, List<Integer> attention, int heads) {
    return new Edm2Network(
        new Edm2Network.Options(4, multipliers, 1, attention, heads, 0, false), data);
  }
}
