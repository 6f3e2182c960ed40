package org.tweedie.denoisers.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

/** Integers on the host against the graph that is trained, and against longhand. */
class IntegerNetworkTest {

  private static final int SIDE = 8;
  private static final int SIZE = SIDE * SIDE;
  private static final DataDescription DATA =
      DataDescription.of(DataShape.image(SIDE, SIDE, 1))
          .withLevels(new Levels(17))
          .withClasses(List.of("a", "b", "c"));
  private static final IntegerNetwork NETWORK =
      new IntegerNetwork(new IntegerNetwork.Options(24, 2), DATA);

  /** Latents of all sizes, some far outside, at all log SNRs. */
  private static float[] latents(int count) {
    Random random = new Random(5);
    float[] latents = new float[count * SIZE];
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) (random.nextGaussian() * (i % 50 == 0 ? 6 : 1));
    }
    return latents;
  }

  private static float[] logSnrs(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 25 - 50f * i / (count - 1);
    }
    return values;
  }

  private static int[] labels(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 4);
    return labels;
  }

  /** Not nearly: float32 holds all numbers of the graph exactly. */
  @Test
  void theGraphGivesTheBitsOfTheHost() {
    int count = 41;
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(-1, SIDE, SIDE, 1);
      Operand<TFloat32> logSnr = graph.floats(-1);
      Operand<TInt32> label = graph.integers(-1);
      Operand<TFloat32> output = NETWORK.output(graph, NetworkInput.of(z, logSnr, label));
      graph.initialize();
      graph.moveParameters(3);
      graph.feed(z, latents(count), count, SIDE, SIDE, 1);
      graph.feed(logSnr, logSnrs(count), count);
      graph.feed(label, labels(count));
      float[] expected = graph.run(output);
      float[] found =
          NETWORK.onHost(graph.values(), 1).output(latents(count), logSnrs(count), labels(count));
      assertThat(found).isEqualTo(expected);
      assertThat(spread(expected)).as("something is put out").isGreaterThan(0.1);
    }
  }

  private static double spread(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  @Test
  void aConvolutionIsTheSumOverNeighbours() {
    Random random = new Random(2);
    int[][] x =
        random.ints(2 * 24, -127, 128).collect(() -> new int[2][24], new Filler(), (a, b) -> {});
    int[][] kernel = new int[3][18];
    for (int[] row : kernel) {
      Arrays.setAll(row, k -> random.nextInt(-127, 128));
    }
    IntegerLayer layer = new IntegerLayer(kernel, new int[] {5, -70, 0}, 12);
    // Two examples of four rows and three columns.
    int[][] sums = new Planes(x, 4, 3).convolution(layer).values();
    for (int out = 0; out < 3; out++) {
      for (int at = 0; at < 24; at++) {
        int row = at % 12 / 3;
        int column = at % 3;
        int expected = layer.bias()[out];
        for (int in = 0; in < 2; in++) {
          for (int place = 0; place < 9; place++) {
            int y = row + place / 3 - 1;
            int across = column + place % 3 - 1;
            if (y >= 0 && y < 4 && across >= 0 && across < 3) {
              expected += kernel[out][in * 9 + place] * x[in][at / 12 * 12 + 3 * y + across];
            }
          }
        }
        assertThat(sums[out][at]).isEqualTo(expected);
      }
    }
  }

  /** Fills two rows of numbers, one after the other. */
  private static final class Filler implements java.util.function.ObjIntConsumer<int[][]> {
    private int next;

    @Override
    public void accept(int[][] rows, int value) {
      rows[next / 24][next % 24] = value;
      next++;
    }
  }

  @Test
  void theLargestSumIsExactInFloat32() {
    assertThat((long) FixedPoint.LARGEST_FAN_IN * 127 * 127 + FixedPoint.BIAS_LIMIT)
        .isLessThanOrEqualTo(1 << 24);
    assertThat(9 * 112).isLessThanOrEqualTo(FixedPoint.LARGEST_FAN_IN);
  }

  @Test
  void tablesAreTheFunctionsRounded() {
    int[] silu = FixedPoint.silu();
    for (int stream = -3000; stream < 3000; stream += 7) {
      double x = stream / 256.0;
      double y = Math.min(127 / 32.0, x / (1 + Math.exp(-x)));
      assertThat(silu[FixedPoint.siluIndex(stream)] / 32.0).isBetween(y - 0.0157, y + 0.0157);
    }
    int[][] waves = FixedPoint.waves(3);
    assertThat(waves.length).isEqualTo(1281);
    assertThat(FixedPoint.logSnrIndex(-20)).isZero();
    assertThat(FixedPoint.logSnrIndex(Float.POSITIVE_INFINITY)).isEqualTo(1280);
    // The slowest goes round once from -20 to 20; the fastest twice as often as there are units.
    assertThat(waves[FixedPoint.logSnrIndex(10)][0]).isEqualTo(64);
    assertThat(waves[FixedPoint.logSnrIndex(0.5f)][2]).isEqualTo(64);
    assertThat(waves[FixedPoint.logSnrIndex(0)][3]).isEqualTo(64);
  }

  @Test
  void weightsThatAreNotItsOwnAreRefused() {
    Map<String, float[]> weights = new HashMap<>();
    assertThatThrownBy(() -> NETWORK.onHost(weights, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'embedding/dense1/kernel' has no values, and the network has 2048");
  }

  @Test
  void pointsAndVeryDeepImagesAreRefused() {
    IntegerNetwork.Options options = new IntegerNetwork.Options(8, 1);
    assertThatThrownBy(() -> new IntegerNetwork(options, DataDescription.of(DataShape.point(3))))
        .hasMessageContaining("is for images");
    assertThatThrownBy(
            () -> new IntegerNetwork(options, DataDescription.of(DataShape.image(2, 2, 200))))
        .hasMessageContaining("at most 113 channels");
  }

  /** What is asked beside other examples is what is asked alone. */
  @Test
  void blocksOfExamplesDoNotShow() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      NETWORK.output(
          graph,
          NetworkInput.of(graph.floats(-1, SIDE, SIDE, 1), graph.floats(-1), graph.integers(-1)));
      graph.initialize();
      graph.moveParameters(4);
      HostFunction host = NETWORK.onHost(graph.values(), 1);
      float[] all = host.output(latents(20), logSnrs(20), labels(20));
      for (int i = 0; i < 20; i++) {
        float[] alone =
            host.output(
                Arrays.copyOfRange(latents(20), i * SIZE, (i + 1) * SIZE),
                new float[] {logSnrs(20)[i]},
                new int[] {labels(20)[i]});
        assertThat(alone).isEqualTo(Arrays.copyOfRange(all, i * SIZE, (i + 1) * SIZE));
      }
    }
  }
}
