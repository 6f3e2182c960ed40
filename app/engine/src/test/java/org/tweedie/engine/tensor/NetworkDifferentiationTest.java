package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.engine.fake.Parts;
import org.tweedie.laws.contract.DifferentiationContract;
import org.tweedie.laws.exact.StraightSchedule;

/** Gradients of networks' predictions by their latents. */
class NetworkDifferentiationTest {

  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final StraightSchedule SCHEDULE = new StraightSchedule(6, -4);
  private static final DataDescription POINTS =
      new DataDescription(DataShape.point(3), Optional.empty(), List.of("a", "b"));

  /** A hidden layer that sees the noise level and the class. */
  private static final DenoiserNetwork NETWORK =
      new DenoiserNetwork() {
        @Override
        public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
          var tf = graph.tf();
          Operand<TFloat32> first = graph.parameter("first", Initializer.normal(0.5), 3, 8);
          Operand<TFloat32> level = graph.parameter("level", Initializer.normal(0.1), 1, 8);
          Operand<TFloat32> classes = graph.parameter("classes", Initializer.normal(0.5), 3, 8);
          Operand<TFloat32> second = graph.parameter("second", Initializer.normal(0.5), 8, 3);
          Operand<TFloat32> logSnr = tf.reshape(input.logSnr(), tf.constant(new int[] {-1, 1}));
          Operand<TFloat32> sum =
              tf.math.add(
                  tf.linalg.matMul(input.z(), first),
                  tf.math.add(
                      tf.linalg.matMul(logSnr, level),
                      tf.gather(classes, input.label(), tf.constant(0))));
          return tf.linalg.matMul(tf.math.tanh(sum), second);
        }
      };

  private static final Map<Parameterization, NetworkModel> MODELS = new LinkedHashMap<>();

  @AfterAll
  static void close() {
    MODELS.values().forEach(NetworkModel::close);
    MODELS.clear();
  }

  private static NetworkModel model(Parameterization parameterization) {
    return MODELS.computeIfAbsent(parameterization, NetworkDifferentiationTest::made);
  }

  /** A label that was never seen has weights all the same, which are those it began with. */
  @Test
  void aNetworkThatSawNoLabelIsToldNone() {
    Batch latents = new SeededNoise(2, 0, 2, POINTS.shape()).draw(0);
    double[] times = {0.3, 0.7};
    Condition labels = Condition.labels(0, 1);
    for (double labelDropout : new double[] {0.1, 1}) {
      Assembly parts = Parts.with(parts(Parameterization.NOISE), labelDropout);
      try (NetworkModel model = new NetworkModel(parts, FAST_START)) {
        model.load(weights(parts));
        Batch told = model.predict(latents, times, labels).noise();
        Batch untold = model.predict(latents, times, Condition.none(2)).noise();
        assertThat(told.equals(untold))
            .as("the same with labels as without, at a dropout of %s", labelDropout)
            .isEqualTo(labelDropout == 1);
      }
    }
  }

  private static Assembly parts(Parameterization parameterization) {
    return Parts.of(
        POINTS, SCHEDULE, NETWORK, new FakeObjective(new FakeObjective.Options(parameterization)));
  }

  private static NetworkModel made(Parameterization parameterization) {
    Assembly parts = parts(parameterization);
    NetworkModel model = new NetworkModel(parts, FAST_START);
    model.load(weights(parts));
    return model;
  }

  /** Standard normal values, small enough to keep every layer from saturation. */
  static Map<String, float[]> weights(Assembly parts) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Weights.shapes(parts)
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new SeededNoise(9, 0, 1, DataShape.point(Math.toIntExact(shape.size())))
                        .draw(name.hashCode())
                        .times(0.3)
                        .values()));
    return weights;
  }

  private abstract static class OfNetwork extends DifferentiationContract {

    private final Parameterization parameterization;

    OfNetwork(Parameterization parameterization) {
      this.parameterization = parameterization;
    }

    @Override
    protected DiffusionModel model() {
      return NetworkDifferentiationTest.model(parameterization);
    }

    @Override
    protected DataShape shape() {
      return POINTS.shape();
    }

    @Override
    protected int classes() {
      return 2;
    }
  }

  @Nested
  class OfSignal extends OfNetwork {
    OfSignal() {
      super(Parameterization.SIGNAL);
    }
  }

  @Nested
  class OfNoise extends OfNetwork {
    OfNoise() {
      super(Parameterization.NOISE);
    }
  }

  @Nested
  class OfVelocity extends OfNetwork {
    OfVelocity() {
      super(Parameterization.VELOCITY);
    }
  }

  @Nested
  class OfScore extends OfNetwork {
    OfScore() {
      super(Parameterization.SCORE);
    }
  }
}
