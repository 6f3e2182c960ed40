package org.tweedie.denoisers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.GradientCheck;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TestGraph;
import org.tweedie.api.objective.TestDenoising;

/** Gradients of networks' derivatives by their weights, against central differences. */
class DifferentiatedNetworksTest {

  @Test
  void ofTheMlp() {
    DataDescription data = new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    agree(data, new MlpNetwork(new MlpNetwork.Options(8, 1), data));
  }

  @Test
  void ofTheUNet() {
    DataDescription data =
        new DataDescription(DataShape.image(4, 4, 1), Optional.empty(), List.of());
    agree(data, new UNet(new UNet.Options(4, List.of(1, 2), 1, List.of(4), 1, 2, 0, false), data));
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
                      graph, new NetworkInput(z, logSnr, tf.constant(new int[batchSize]))));
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
      new GradientCheck(graph, checked, 3).agrees();
    }
  }
}
