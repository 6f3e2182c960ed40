package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;

/** Which samples a gradient is of. */
class LatentDrawsTest {

  private static final int BATCH = 3;
  private static final DataShape ONE = DataShape.point(1);

  /** Weights of four samples of each of three examples: uneven, even, and one that has it all. */
  private static final double[][] SHARES = {
    {0.5, 0.3, 0.15, 0.05}, {0.25, 0.25, 0.25, 0.25}, {0, 0, 1, 0}
  };

  private static float[] rows(int count, float chance) {
    float[] nats = new float[BATCH * 4];
    for (int i = 0; i < nats.length; i++) {
      // Whatever all samples of an example share does not count.
      nats[i] = (float) (700 - Math.log(Math.max(SHARES[i / 4][i % 4], 1e-30)));
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      float[][] numbers = new float[BATCH * 4][1];
      Arrays.setAll(numbers, i -> new float[] {i});
      Operand<TFloat32> shifts =
          tf.math.ndtri(tf.constant(new float[][] {{chance}, {chance}, {chance}}));
      LatentDraws all = new LatentDraws(tf, BATCH, 4, latent -> tf.constant(numbers), () -> shifts);
      Operand<TFloat32> chosen = all.chosen(tf.constant(nats), count).noise(0, ONE);
      assertThat(chosen.shape()).isEqualTo(Shape.of(BATCH * (long) count, 1));
      try (Result found = session.runner().fetch(chosen).run()) {
        return Tensors.values((TFloat32) found.get(0));
      }
    }
  }

  /** Of each sample there are as many as its share asks for, rounded up or down. */
  @ParameterizedTest
  @ValueSource(floats = {1e-6f, 0.1f, 0.5f, 0.8f, 0.999999f})
  void samplesAreDrawnByTheirWeights(float chance) {
    int count = 10;
    float[] rows = rows(count, chance);
    for (int example = 0; example < BATCH; example++) {
      for (int sample = 0; sample < 4; sample++) {
        int number = example * 4 + sample;
        long times =
            IntStream.range(example * count, (example + 1) * count)
                .filter(i -> rows[i] == number)
                .count();
        assertThat((double) times)
            .as("sample %d of example %d", sample, example)
            .isBetween(
                Math.floor(SHARES[example][sample] * count - 1e-3),
                Math.ceil(SHARES[example][sample] * count + 1e-3));
      }
    }
  }

  /** Over even places to begin at, a single sample comes as often as its weight. */
  @Test
  void aSingleSampleIsDrawnByItsWeightOnAverage() {
    double[] found = new double[4];
    int places = 40;
    for (int i = 0; i < places; i++) {
      found[(int) rows(1, (i + 0.5f) / places)[0]] += 1.0 / places;
    }
    assertThat(found).containsExactly(SHARES[0], within(1e-9));
  }
}
