package org.tweedie.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.laws.graph.TestGraph;

/** The operation against the same in TensorFlow's own operations. */
class FusedNormTest {

  /** B, places, channels, groups. */
  private record Case(
      int count, int places, int channels, int groups, boolean shift, boolean silu) {
    int numbersOfGroup() {
      return places * (channels / groups);
    }
  }

  static Stream<Case> cases() {
    int[][] sizes = {
      {2, 6, 4, 2},
      {1, 1, 1, 1},
      {1, 9, 1, 1},
      {3, 5, 3, 1},
      {3, 5, 3, 3},
      {2, 49, 257, 1},
      {2, 9, 257, 257},
      {1, 784, 32, 8},
      {5, 1, 6, 2},
      {1, 1, 8, 2},
      {2, 4, 2050, 2},
      {4, 196, 96, 8},
      {3, 333, 5, 5},
      {1, 13_001, 97, 1}
    };
    return Stream.of(sizes)
        .flatMap(
            s ->
                Stream.of(
                    new Case(s[0], s[1], s[2], s[3], false, false),
                    new Case(s[0], s[1], s[2], s[3], false, true),
                    new Case(s[0], s[1], s[2], s[3], true, true)));
  }

  /** A graph with one normalisation of fed numbers. */
  private static final class Fixture implements AutoCloseable {

    private final TestGraph graph = TestGraph.forInference(1);
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> shift;
    private final Operand<TFloat32> scale;
    private final Operand<TFloat32> offset;
    private final Operand<TFloat32> weights;
    private final Case of;

    Fixture(Case of, long seed) {
      this.of = of;
      Random random = new Random(seed);
      x = fed(random, 1.5, 0.7, of.count, of.places, 1, of.channels);
      shift = fed(random, 1, 0, of.count, of.channels);
      scale = fed(random, 0.3, 1, of.channels);
      offset = fed(random, 0.5, 0, of.channels);
      weights = fed(random, 1, 0, of.count, of.places, 1, of.channels);
    }

    private Operand<TFloat32> fed(Random random, double spread, double mean, long... shape) {
      Operand<TFloat32> tensor = graph.floats(shape);
      int size = 1;
      for (long length : shape) {
        size *= (int) length;
      }
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (mean + spread * random.nextGaussian());
      }
      graph.feed(tensor, values, shape);
      return tensor;
    }

    GroupNormalization how() {
      GroupNormalization how = GroupNormalization.of(of.groups, scale, offset);
      how = of.shift ? how.shiftedBy(shift) : how;
      return of.silu ? how.thenSilu() : how;
    }

    /** The result, and its gradients by everything, weighed at random. */
    List<float[]> values(Operand<TFloat32> y) {
      List<Operand<TFloat32>> by = new ArrayList<>(List.of(x, scale, offset));
      if (of.shift) {
        by.add(shift);
      }
      List<Operand<TFloat32>> all = new ArrayList<>(List.of(y));
      graph.gradients(y, weights, by).stream().map(Optional::orElseThrow).forEach(all::add);
      return graph.run(all);
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  private static final List<String> NAMES = List.of("y", "dx", "dscale", "doffset", "dshift");

  @Test
  void isThereOnAProcessor() {
    assertThat(FusedOperations.objection()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatTensorFlowsOperationsAre(Case of) {
    try (Fixture fixture = new Fixture(of, 1)) {
      Ops tf = fixture.graph.tf();
      List<float[]> expected = fixture.values(fixture.how().apply(tf, fixture.x));
      for (int threads = 1; threads <= 3; threads++) {
        List<float[]> found = fixture.values(FusedNorm.of(tf, fixture.x, fixture.how(), threads));
        // A number that is a group by itself has no spread but rounding's, 316 times enlarged.
        double allowed = of.numbersOfGroup() == 1 ? 0.05 : of.numbersOfGroup() > 1e6 ? 5e-6 : 2e-6;
        for (int i = 0; i < expected.size(); i++) {
          assertThat(distance(of, found, expected, i))
              .as("%s of %s", NAMES.get(i), of)
              .isLessThan(allowed);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @SuppressWarnings({"unchecked", "rawtypes"})
  void isTheSameInBfloat16ButForItsRounding(Case of) {
    try (Fixture fixture = new Fixture(of, 2)) {
      Ops tf = fixture.graph.tf();
      Operand<TFloat32> rounded =
          tf.dtypes.cast(tf.dtypes.cast(fixture.x, TBfloat16.class), TFloat32.class);
      List<float[]> expected = fixture.values(fixture.how().apply(tf, rounded));
      Operand<TFloat32> narrow = (Operand) tf.dtypes.cast(fixture.x, TBfloat16.class);
      Operand<TFloat32> y =
          tf.dtypes.cast((Operand) FusedNorm.of(tf, narrow, fixture.how(), 1), TFloat32.class);
      List<float[]> found = fixture.values(y);
      double allowed = of.numbersOfGroup() == 1 ? 1 : 2e-2;
      for (int i = 0; i < expected.size(); i++) {
        assertThat(distance(of, found, expected, i))
            .as("%s of %s", NAMES.get(i), of)
            .isLessThan(allowed);
      }
    }
  }

  @Test
  void givesTheSameBitsHoweverManyThreadsShareIt() {
    try (Fixture fixture = new Fixture(new Case(16, 144, 64, 8, true, true), 3)) {
      Ops tf = fixture.graph.tf();
      List<float[]> one = fixture.values(FusedNorm.of(tf, fixture.x, fixture.how(), 1));
      for (int again = 0; again < 5; again++) {
        List<float[]> many = fixture.values(FusedNorm.of(tf, fixture.x, fixture.how(), 4));
        for (int i = 0; i < one.size(); i++) {
          assertThat(many.get(i)).isEqualTo(one.get(i));
        }
      }
    }
  }

  /**
   * oneDNN joins the gradient of a bias to that of a filter if one operation feeds both, by
   * whichever outputs. The gradient of a bias before the shift is then summed over every place of
   * the normalised tensor, and rounded otherwise; with a bias of the convolution too, now and then.
   */
  @Test
  void theGradientOfABiasInTheShiftIsTheSumOfItsOwnGradient() {
    int count = 24;
    try (Fixture fixture = new Fixture(new Case(count, 64, 8, 2, true, true), 6)) {
      Ops tf = fixture.graph.tf();
      Operand<TFloat32> filter = fixture.fed(new Random(7), 0.3, 0, 3, 3, 8, 8);
      Operand<TFloat32> bias = fixture.fed(new Random(8), 1, 0, 8);
      Operand<TFloat32> shift = tf.nn.biasAdd(fixture.shift, bias);
      Operand<TFloat32> x = tf.nn.conv2d(fixture.x, filter, List.of(1L, 1L, 1L, 1L), "SAME");
      GroupNormalization how =
          GroupNormalization.of(2, fixture.scale, fixture.offset).shiftedBy(shift).thenSilu();
      List<Operand<TFloat32>> gradients =
          fixture
              .graph
              .gradients(FusedNorm.of(tf, x, how, 1), fixture.weights, List.of(bias, shift, filter))
              .stream()
              .map(Optional::orElseThrow)
              .toList();
      // With or without oneDNN: not an output of the operation that has dx.
      assertThat(((GraphOperation) gradients.get(0).op()).input(0).op().type())
          .isEqualTo("Reshape");
      List<float[]> found = fixture.graph.run(gradients);
      float[] sum = new float[8];
      for (int i = 0; i < count * 8; i++) {
        sum[i % 8] += found.get(1)[i];
      }
      assertThat(found.get(0)).isEqualTo(sum);
    }
  }

  @Test
  void showsWhatIsNotANumber() {
    try (Fixture fixture = new Fixture(new Case(2, 4, 4, 2, false, true), 4)) {
      float[] values = new float[32];
      values[5] = Float.NaN;
      fixture.graph.feed(fixture.x, values, 2, 4, 1, 4);
      float[] y = fixture.graph.run(FusedNorm.of(fixture.graph.tf(), fixture.x, fixture.how(), 1));
      assertThat(y[0]).isNaN();
      assertThat(y[16]).isFinite();
    }
  }

  @Test
  void anEmptyBatchHasAnEmptyResultAndNoGradient() {
    try (Fixture fixture = new Fixture(new Case(0, 4, 4, 2, true, true), 5)) {
      List<float[]> found =
          fixture.values(FusedNorm.of(fixture.graph.tf(), fixture.x, fixture.how(), 2));
      assertThat(found.get(0)).isEmpty();
      assertThat(found.get(2)).containsOnly(0);
    }
  }

  @Test
  void whatGoesWrongInAKernelIsAnErrorOfTensorFlowsInASentence() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x = graph.floats(-1, 2, 2, 4);
      Operand<TFloat32> shift = graph.floats(-1, 4);
      graph.feed(x, new float[32], 2, 2, 2, 4);
      graph.feed(shift, new float[12], 3, 4);
      Ops tf = graph.tf();
      Operand<TFloat32> ones = tf.constant(new float[] {1, 1, 1, 1});
      GroupNormalization how = GroupNormalization.of(2, ones, ones).shiftedBy(shift);
      Operand<TFloat32> y = FusedNorm.of(tf, x, how, 1);
      assertThatThrownBy(() -> graph.run(y))
          .isInstanceOf(TFInvalidArgumentException.class)
          .hasMessageContaining(
              "Group normalisation: there are 12 shifts for 2 samples of 4 channels.");
    }
  }

  /** The largest difference, as a share of the largest number. */
  private static double distance(Case of, List<float[]> found, List<float[]> expected, int index) {
    assertThat(found.get(index)).hasSameSizeAs(expected.get(index));
    double largest = largest(expected.get(index));
    // Where a group is a channel its shift changes nothing: what is left is the rounding of the
    // sum.
    largest = index == 4 ? Math.max(largest, of.places * largest(expected.get(1))) : largest;
    double distance = 0;
    for (int i = 0; i < found.get(index).length; i++) {
      double off = Math.abs((double) found.get(index)[i] - expected.get(index)[i]);
      distance = Math.max(distance, Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
    }
    return distance / largest;
  }

  private static double largest(float[] values) {
    double largest = 1;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
