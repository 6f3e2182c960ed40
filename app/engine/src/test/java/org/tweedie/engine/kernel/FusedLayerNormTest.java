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
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.laws.graph.TestGraph;

/** The operation against the same in TensorFlow's own operations. */
class FusedLayerNormTest {

  /** B, tokens, channels. */
  private record Case(int count, int tokens, int channels, boolean modulated) {}

  static Stream<Case> cases() {
    int[][] sizes = {
      {2, 6, 4},
      {1, 1, 2},
      {3, 5, 3},
      {2, 49, 257},
      {1, 196, 128},
      {5, 1, 6},
      {1, 3, 5000},
      {4, 37, 96},
      {2, 1025, 1},
      {3, 333, 5},
      {1, 0, 4}
    };
    return Stream.of(sizes)
        .flatMap(
            s -> Stream.of(new Case(s[0], s[1], s[2], false), new Case(s[0], s[1], s[2], true)));
  }

  /** A graph with one normalisation of fed numbers. */
  private static final class Fixture implements AutoCloseable {

    private final TestGraph graph = TestGraph.forInference(1);
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> scale;
    private final Operand<TFloat32> shift;
    private final Operand<TFloat32> weights;
    private final Case of;

    Fixture(Case of, long seed) {
      this.of = of;
      Random random = new Random(seed);
      x = fed(random, 1.5, 0.7, of.count, of.tokens, of.channels);
      scale = fed(random, 0.3, 0, of.count, 1, of.channels);
      shift = fed(random, 0.5, 0, of.count, 1, of.channels);
      weights = fed(random, 1, 0, of.count, of.tokens, of.channels);
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

    LayerNormalization how() {
      return of.modulated ? LayerNormalization.modulated(scale, shift) : LayerNormalization.plain();
    }

    /** The result, and its gradients by everything, weighed at random. */
    List<float[]> values(Operand<TFloat32> y) {
      List<Operand<TFloat32>> by = new ArrayList<>(List.of(x));
      if (of.modulated) {
        by.addAll(List.of(scale, shift));
      }
      return values(y, by);
    }

    List<float[]> values(Operand<TFloat32> y, List<Operand<TFloat32>> by) {
      List<Operand<TFloat32>> all = new ArrayList<>(List.of(y));
      graph.gradients(y, weights, by).stream().map(Optional::orElseThrow).forEach(all::add);
      return graph.run(all);
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  private static final List<String> NAMES = List.of("y", "dx", "dscale", "dshift");

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatTensorFlowsOperationsAre(Case of) {
    try (Fixture fixture = new Fixture(of, 1)) {
      Ops tf = fixture.graph.tf();
      List<float[]> expected = fixture.values(fixture.how().apply(tf, fixture.x));
      for (int threads = 1; threads <= 3; threads++) {
        List<float[]> found =
            fixture.values(FusedLayerNorm.of(tf, fixture.x, fixture.how(), threads));
        for (int i = 0; i < expected.size(); i++) {
          // Of two numbers about their mean what is left of a gradient is rounding.
          assertThat(distance(found, expected, i))
              .as("%s of %s", NAMES.get(i), of)
              .isLessThan(of.channels <= 2 ? 1e-4 : 3e-6);
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
          tf.dtypes.cast((Operand) FusedLayerNorm.of(tf, narrow, fixture.how(), 1), TFloat32.class);
      List<float[]> found = fixture.values(y);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(distance(found, expected, i)).as("%s of %s", NAMES.get(i), of).isLessThan(2e-2);
      }
    }
  }

  @Test
  void givesTheSameBitsHoweverManyThreadsShareIt() {
    try (Fixture fixture = new Fixture(new Case(16, 49, 128, true), 3)) {
      Ops tf = fixture.graph.tf();
      List<float[]> one = fixture.values(FusedLayerNorm.of(tf, fixture.x, fixture.how(), 1));
      for (int again = 0; again < 5; again++) {
        List<float[]> many = fixture.values(FusedLayerNorm.of(tf, fixture.x, fixture.how(), 4));
        for (int i = 0; i < one.size(); i++) {
          assertThat(many.get(i)).isEqualTo(one.get(i));
        }
      }
    }
  }

  /** The gradient that it is given is another operation's result, whose place it may take. */
  @Test
  void itsGradientIsTheSameInTheMiddleOfOthers() {
    try (Fixture fixture = new Fixture(new Case(3, 50, 64, true), 6)) {
      Ops tf = fixture.graph.tf();
      Operand<TFloat32> before = tf.math.tanh(fixture.x);
      List<float[]> expected = fixture.values(tf.math.sin(fixture.how().apply(tf, before)));
      List<float[]> found =
          fixture.values(tf.math.sin(FusedLayerNorm.of(tf, before, fixture.how(), 2)));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(distance(found, expected, i)).as(NAMES.get(i)).isLessThan(5e-6);
      }
    }
  }

  @Test
  void mayBeToldAScaleOrAShiftAlone() {
    try (Fixture fixture = new Fixture(new Case(2, 5, 8, true), 7)) {
      for (LayerNormalization how :
          List.of(
              new LayerNormalization(Optional.of(fixture.scale), Optional.empty()),
              new LayerNormalization(Optional.empty(), Optional.of(fixture.shift)))) {
        List<Operand<TFloat32>> by = List.of(fixture.x, how.scale().or(how::shift).orElseThrow());
        Operand<TFloat32> own = FusedLayerNorm.of(fixture.graph.tf(), fixture.x, how, 1);
        Operand<TFloat32> plain = how.apply(fixture.graph.tf(), fixture.x);
        List<float[]> found = fixture.values(own, by);
        List<float[]> expected = fixture.values(plain, by);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(distance(found, expected, i)).isLessThan(3e-6);
        }
      }
    }
  }

  @Test
  void showsWhatIsNotANumberInItsRowAlone() {
    try (Fixture fixture = new Fixture(new Case(1, 4, 8, false), 4)) {
      float[] values = new float[32];
      values[9] = Float.NaN;
      fixture.graph.feed(fixture.x, values, 1, 4, 8);
      float[] y =
          fixture.graph.run(FusedLayerNorm.of(fixture.graph.tf(), fixture.x, fixture.how(), 1));
      assertThat(y[8]).isNaN();
      assertThat(y[7]).isFinite();
      assertThat(y[16]).isFinite();
    }
  }

  @Test
  void anEmptyBatchHasAnEmptyResult() {
    try (Fixture fixture = new Fixture(new Case(0, 4, 4, true), 5)) {
      List<float[]> found =
          fixture.values(FusedLayerNorm.of(fixture.graph.tf(), fixture.x, fixture.how(), 2));
      assertThat(found).allSatisfy(values -> assertThat(values).isEmpty());
    }
  }

  @Test
  void whatGoesWrongInAKernelIsAnErrorOfTensorFlowsInASentence() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x = graph.floats(-1, 2, 4);
      Operand<TFloat32> scale = graph.floats(-1, 1, 4);
      graph.feed(x, new float[16], 2, 2, 4);
      graph.feed(scale, new float[12], 3, 1, 4);
      Operand<TFloat32> y =
          FusedLayerNorm.of(graph.tf(), x, LayerNormalization.modulated(scale, scale), 1);
      assertThatThrownBy(() -> graph.run(y))
          .isInstanceOf(TFInvalidArgumentException.class)
          .hasMessageContaining(
              "Layer normalisation: there are 12 scales for 2 samples of 4 channels.");
    }
  }

  /** The largest difference, as a share of the largest number. */
  private static double distance(List<float[]> found, List<float[]> expected, int index) {
    assertThat(found.get(index)).hasSameSizeAs(expected.get(index));
    double largest = 1;
    double distance = 0;
    for (int i = 0; i < found.get(index).length; i++) {
      double off = Math.abs((double) found.get(index)[i] - expected.get(index)[i]);
      distance = Math.max(distance, Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
      largest = Math.max(largest, Math.abs(expected.get(index)[i]));
    }
    return distance / largest;
  }
}
