package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.SignalError;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/** Gradients of networks' derivatives by their weights, against central differences. */
class DifferentiatedNetworksTest {

  @Test
  void ofTheMlp() {
    DataDescription data = DataDescription.of(DataShape.point(2));
    agree(data, new MlpNetwork(new MlpNetwork.Options(8, 1, false), data));
  }

  @Test
  void ofTheUNet() {
    DataDescription data = DataDescription.of(DataShape.image(4, 4, 1));
    agree(
        data,
        new UNet(
            new UNet.Options(
                1, 4, List.of(1, 2), 1, List.of(4), 1, 2, 0, false, CaptionUse.BOTH, false),
            data));
  }

  private static void agree(DataDescription data, DenoiserNetwork network) {
    int batchSize = 2;
    Random random = new Random(5);
    try (TestGraph graph = TestGraph.forInference(3)) {
      Ops tf = graph.tf();
      TestDenoising batch =
          new TestDenoising(
              graph,
              data.shape(),
              Parameterization.SCORE,
              (z, logSnr) ->
                  network.output(
                      graph, NetworkInput.of(z, logSnr, tf.constant(new int[batchSize]))));
      Operand<TFloat32> output = batch.output();
      // The output itself is there for weights that its derivative does not depend on.
      Operand<TFloat32> checked =
          tf.math.add(output, batch.pullback(output, tf.math.mul(tf.constant(0.3f), output)));
      graph.initialize();
      Map<String, float[]> values = graph.values();
      for (float[] value : values.values()) {
        for (int i = 0; i < value.length; i++) {
          value[i] += (float) (0.05 * random.nextGaussian());
        }
      }
      graph.set(values);
      float[] signals = new float[batchSize * data.shape().size()];
      float[] noises = new float[signals.length];
      for (int i = 0; i < signals.length; i++) {
        signals[i] = (float) random.nextGaussian();
        noises[i] = (float) random.nextGaussian();
      }
      double[] times = new double[batchSize];
      Arrays.setAll(times, i -> 0.3 + 0.2 * i);
      batch.feed(
          time -> 4 - 8 * time,
          times,
          OptionalInt.empty(),
          signals,
          noises,
          (level, signal, noise) -> 0);
      assertDirectionalDerivative(graph, SignalError.mean(batch, checked), values);
    }
  }

  /**
   * Along the gradient by all weights at once, with steps h and h/2 combined by Richardson's
   * extrapolation: {@code (f(theta + h u) - f(theta - h u)) / 2h = |grad f|}.
   */
  private static void assertDirectionalDerivative(
      TestGraph graph, Operand<TFloat32> f, Map<String, float[]> values) {
    List<String> names = List.copyOf(values.keySet());
    List<Operand<TFloat32>> weights = names.stream().map(graph::parameter).toList();
    List<float[]> gradients =
        graph.run(
            graph.gradients(f, graph.tf().onesLike(f), weights).stream()
                .map(Optional::orElseThrow)
                .toList());
    double squares = 0;
    for (float[] gradient : gradients) {
      for (float value : gradient) {
        squares += (double) value * value;
      }
    }
    double norm = Math.sqrt(squares);
    DoubleUnaryOperator difference =
        h ->
            (moved(graph, f, values, gradients, h / norm)
                    - moved(graph, f, values, gradients, -h / norm))
                / (2 * h);
    double h = 0.02;
    double expected = (4 * difference.applyAsDouble(h / 2) - difference.applyAsDouble(h)) / 3;
    assertThat(norm)
        .as("the gradient's size, by %s weights", names.size())
        .isCloseTo(expected, Percentage.withPercentage(0.5));
  }

  private static double moved(
      TestGraph graph,
      Operand<TFloat32> f,
      Map<String, float[]> values,
      List<float[]> gradients,
      double step) {
    Map<String, float[]> moved = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          float[] gradient = gradients.get(moved.size());
          float[] sum = new float[value.length];
          for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (value[i] + step * gradient[i]);
          }
          moved.put(name, sum);
        });
    graph.set(moved);
    double sum = 0;
    for (float value : graph.run(f)) {
      sum += value;
    }
    return sum;
  }
}
