package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;

class ClassifierModelTest {

  private static final DataShape SHAPE = DataShape.image(2, 2, 1);
  private static final DataDescription DATA =
      new DataDescription(SHAPE, Optional.empty(), List.of("a", "b", "c"));
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);
  private static final Batch LATENTS = new SeededNoise(4, 0, 3, SHAPE).draw(0);
  private static final NoiseLevel[] LEVELS = {
    NoiseLevel.variancePreserving(3),
    NoiseLevel.variancePreserving(0),
    NoiseLevel.variancePreserving(-2)
  };

  /** One hidden layer, told of the noise level. */
  private static final class Hidden implements DenoiserNetwork {
    @Override
    public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
      Ops tf = graph.tf();
      Operand<TFloat32> flat = tf.reshape(input.z(), tf.constant(new int[] {-1, 4}));
      Operand<TFloat32> level = tf.reshape(input.logSnr(), tf.constant(new int[] {-1, 1}));
      Operand<TFloat32> hidden =
          tf.math.tanh(
              tf.math.add(
                  tf.linalg.matMul(flat, graph.parameter("in", Initializer.normal(1), 4, 6)),
                  tf.linalg.matMul(level, graph.parameter("level", Initializer.normal(1), 1, 6))));
      int outputs = input.outputs();
      Operand<TFloat32> out = graph.parameter("out", Initializer.normal(1), 6, 4L * outputs);
      return tf.reshape(tf.linalg.matMul(hidden, out), tf.constant(new int[] {-1, 2, 2, outputs}));
    }
  }

  private static ClassifierModel model() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    ClassifierModel.shapes(new Hidden(), DATA)
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new SeededNoise(name.hashCode(), 0, 1, DataShape.point((int) shape.size()))
                        .draw(0)
                        .values()));
    ClassifierModel model = new ClassifierModel(DATA, new Hidden(), SETTINGS);
    model.load(weights);
    return model;
  }

  @Test
  void probabilitiesAddUpToOneAndDependOnTheNoiseLevel() {
    try (ClassifierModel model = model()) {
      float[] rows = model.logProbabilities(LATENTS, LEVELS);
      for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += Math.exp(rows[3 * i + k]);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
      NoiseLevel[] others = {LEVELS[1], LEVELS[1], LEVELS[1]};
      float[] other = model.logProbabilities(LATENTS, others);
      assertThat(Arrays.copyOfRange(other, 3, 6)).isEqualTo(Arrays.copyOfRange(rows, 3, 6));
      assertThat(other[0]).isNotEqualTo(rows[0]);
    }
  }

  @Test
  void gradientIsThatOfTheLogProbabilityOfEachLatentsOwnClass() {
    try (ClassifierModel model = model()) {
      Condition condition = Condition.labels(2, Condition.NONE, 0);
      float[] gradient = model.gradient(LATENTS, LEVELS, condition).values();
      float h = 1e-2f;
      for (int k = 0; k < gradient.length; k++) {
        int label = condition.label(k / 4);
        double slope = 0;
        if (label != Condition.NONE) {
          for (int side : new int[] {-1, 1}) {
            float[] moved = LATENTS.values().clone();
            moved[k] += side * h;
            float[] rows = model.logProbabilities(Batch.of(SHAPE, moved), LEVELS);
            slope += side * rows[3 * (k / 4) + label] / (2.0 * h);
          }
        }
        assertThat((double) gradient[k])
            .as("value %s of class %s, against central differences in float32", k, label)
            .isCloseTo(slope, within(2e-3));
      }
      assertThat(Arrays.copyOfRange(gradient, 4, 8)).as("no class").containsOnly(0);
    }
  }
}
