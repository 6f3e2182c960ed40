package org.tweedie.api.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.laws.contract.GradientCheck;
import org.tweedie.laws.graph.TestGraph;

/** Gradients of gradients against central differences of gradients. */
class SecondDerivativesTest {

  private interface Function {
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x, Operand<TFloat32> other);
  }

  private record Case(String name, Function function, long[] x, long[] other) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> operations() {
    long[] flat = {3, 4};
    long[] image = {2, 4, 4, 2};
    List<Long> one = List.of(1L, 1L, 1L, 1L);
    List<Long> two = List.of(1L, 2L, 2L, 1L);
    return Stream.of(
        of("sigmoid", (tf, x, y) -> tf.math.mul(y, tf.math.sigmoid(x)), flat),
        of("tanh", (tf, x, y) -> tf.math.mul(y, tf.math.tanh(x)), flat),
        of("softplus", (tf, x, y) -> tf.math.mul(y, tf.math.softplus(x)), flat),
        of("relu of a square", (tf, x, y) -> tf.math.mul(y, relu(tf, tf.math.square(x))), flat),
        of("rsqrt", (tf, x, y) -> tf.math.mul(y, tf.math.rsqrt(positive(tf, x))), flat),
        of("sqrt", (tf, x, y) -> tf.math.mul(y, tf.math.sqrt(positive(tf, x))), flat),
        new Case("bias", (tf, x, y) -> tf.nn.biasAdd(x, y), flat, new long[] {4}),
        new Case(
            "convolution",
            (tf, x, y) -> tf.nn.conv2d(x, y, one, "SAME"),
            image,
            new long[] {3, 3, 2, 3}),
        new Case(
            "convolution that halves",
            (tf, x, y) -> tf.nn.conv2d(x, y, two, "SAME"),
            image,
            new long[] {3, 3, 2, 3}),
        new Case(
            "enlarged image",
            (tf, x, y) ->
                tf.math.mul(y, tf.image.resizeNearestNeighbor(x, tf.constant(new int[] {8, 8}))),
            image,
            new long[] {2, 8, 8, 2}));
  }

  private static Case of(String name, Function function, long[] shape) {
    return new Case(name, function, shape, shape);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void agreeWithDifferences(Case operation) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> x = graph.floats(operation.x());
      Operand<TFloat32> other = graph.floats(operation.other());
      Ops tf = graph.tf();
      Operand<TFloat32> y = operation.function().of(tf, x, other);
      // Its cotangent varies with the inputs too.
      Operand<TFloat32> cotangent = tf.math.mul(tf.constant(0.1f), y);
      Operand<TFloat32> first =
          tf.concat(
              List.of(
                  flat(tf, Pullback.of(tf, y, x, cotangent)),
                  flat(tf, Pullback.of(tf, y, other, cotangent))),
              tf.constant(0));
      graph.initialize();
      float[] values = normal(1, operation.x());
      float[] others = normal(2, operation.other());
      graph.feed(x, values, operation.x());
      graph.feed(other, others, operation.other());
      new GradientCheck(graph, first, 3)
          .agrees(
              new GradientCheck.Input("x", x, values, operation.x()),
              new GradientCheck.Input("the other input", other, others, operation.other()));
    }
  }

  @Test
  void pullbackIsTheTransposedJacobianTimesTheCotangent() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Ops tf = graph.tf();
      Operand<TFloat32> x = graph.floats(1, 2);
      Operand<TFloat32> matrix = tf.constant(new float[][] {{1, 2}, {3, 4}});
      Operand<TFloat32> pulled =
          Pullback.of(tf, tf.linalg.matMul(x, matrix), x, tf.constant(new float[][] {{5, 7}}));
      graph.feed(x, new float[] {0, 0}, 1, 2);
      assertThat(graph.run(pulled)).containsExactly(1 * 5 + 2 * 7, 3 * 5 + 4 * 7);
    }
  }

  @Test
  void pullbackOfWhatDoesNotDependOnTheLatentIsZero() {
    BinaryOperator<Operand<TFloat32>> cut = (x, y) -> y;
    try (TestGraph graph = TestGraph.forInference(1)) {
      Ops tf = graph.tf();
      Operand<TFloat32> x = graph.floats(1, 2);
      graph.feed(x, new float[] {3, 4}, 1, 2);
      Operand<TFloat32> seed = tf.constant(new float[][] {{5, 7}});
      for (Operand<TFloat32> y :
          List.of(cut.apply(x, tf.constant(new float[][] {{1, 2}})), tf.stopGradient(x))) {
        assertThat(graph.run(Pullback.of(tf, y, x, seed))).containsExactly(0, 0);
      }
    }
  }

  private static Operand<TFloat32> flat(Ops tf, Operand<TFloat32> x) {
    return tf.reshape(x, tf.constant(new int[] {-1}));
  }

  private static Operand<TFloat32> relu(Ops tf, Operand<TFloat32> x) {
    return tf.nn.relu(tf.math.sub(x, tf.constant(0.3f)));
  }

  private static Operand<TFloat32> positive(Ops tf, Operand<TFloat32> x) {
    return tf.math.add(tf.math.square(x), tf.constant(0.5f));
  }

  private static float[] normal(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
