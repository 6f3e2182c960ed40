package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;

/** Networks that put out a variance beside their prediction, in training and as models. */
class NetworkOutputTest {

  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final DataShape SHAPE = DataShape.image(2, 1, 2);
  private static final DataDescription DATA =
      new DataDescription(SHAPE, Optional.empty(), List.of());

  /** Twice the latent, and a parameter for each output that follows. */
  private static final DenoiserNetwork NETWORK =
      (graph, input) -> {
        Ops tf = graph.tf();
        Operand<TFloat32> factor = graph.parameter("factor", Initializer.ones(), 1, 1, 1, 2);
        Operand<TFloat32> first = tf.math.mul(input.z(), factor);
        if (input.outputs() == 1) {
          return first;
        }
        Operand<TFloat32> raw = graph.parameter("raw", Initializer.zeros(), 1, 1, 1, 2);
        Operand<TFloat32> second = tf.math.add(tf.math.mul(tf.constant(0f), input.z()), raw);
        return tf.concat(List.of(first, second), tf.constant(3));
      };

  /** Pulls the fraction towards 0.9; with what it is told of earlier levels. */
  private record TowardsAFraction(boolean learnsVariance) implements Objective {
    @Override
    public Parameterization predicts() {
      return Parameterization.NOISE;
    }

    @Override
    public OptionalInt timesteps() {
      return OptionalInt.of(10);
    }

    @Override
    public int earlierLevels() {
      return 2;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Ops tf = batch.tf();
      Operand<TFloat32> fractions =
          tf.math.squaredDifference(batch.varianceFraction(), tf.constant(0.9f));
      Operand<TFloat32> loss =
          tf.math.add(
              SignalError.mean(batch, fractions),
              SignalError.weighted(batch, predicts(), batch.level().logSnr()));
      // Levels 2 and 3 apart from the batch's own, and noises that have nothing in common: nothing.
      Operand<TFloat32> levels =
          tf.math.sub(
              tf.math.sub(batch.earlierLevel(2).logSnr(), batch.level().logSnr()), tf.constant(4f));
      Operand<TFloat32> likeness =
          SignalError.mean(
              batch,
              tf.math.add(
                  tf.math.mul(batch.noise(), batch.moreNoise(0)),
                  tf.math.mul(batch.moreNoise(0), batch.moreNoise(1))));
      return tf.math.add(loss, tf.math.mul(tf.constant(1000f), tf.math.add(levels, likeness)));
    }
  }

  @Test
  void modelTellsPredictionAndFraction() {
    try (NetworkModel model =
        new NetworkModel(parts(NETWORK, new TowardsAFraction(true)), FAST_START)) {
      model.load(Map.of("factor", new float[] {2, 3}, "raw", new float[] {-0.5f, 1}));
      Batch z = new SeededNoise(1, 0, 2, SHAPE).draw(0);
      Prediction prediction = model.predict(z, 0.4, Condition.none(2));
      float[] noise = prediction.noise().values();
      float[] fraction = prediction.varianceFraction().orElseThrow().values();
      for (int i = 0; i < noise.length; i++) {
        assertThat(noise[i]).isEqualTo((i % 2 == 0 ? 2 : 3) * z.values()[i]);
        assertThat((double) fraction[i])
            .isCloseTo((1 + Math.tanh(i % 2 == 0 ? -0.5 : 1)) / 2, within(1e-6));
      }
    }
  }

  @Test
  void modelOfAnObjectiveThatLearnsNoneTellsNone() {
    Objective plain = new TowardsAFraction(false);
    try (NetworkModel model = new NetworkModel(parts(NETWORK, plain), FAST_START)) {
      model.load(Map.of("factor", new float[] {2, 3}));
      Batch z = Batch.zeros(SHAPE, 1);
      assertThat(model.predict(z, 0.4, Condition.none(1)).varianceFraction()).isEmpty();
    }
    assertThat(Weights.shapes(parts(NETWORK, plain))).containsOnlyKeys("factor");
    assertThat(Weights.shapes(parts(NETWORK, new TowardsAFraction(true))))
        .containsOnlyKeys("factor", "raw");
  }

  @Test
  void trainingReachesTheVarianceAndIsFedEarlierLevelsAndFurtherNoise() {
    int count = 500;
    try (TrainingGraph graph =
        new TrainingGraph(
            parts(NETWORK, new TowardsAFraction(true)),
            count,
            BuiltIn.adamW(0.05, 0, 0, 0, 0.5),
            FAST_START)) {
      graph.initialize(1);
      double loss = 0;
      for (long step = 1; step <= 100; step++) {
        try (Feeds feed = graph.feed(input(step, count))) {
          loss += graph.step(feed).loss() / 100;
        }
      }
      // 200,000 products of independent normal numbers, twice: of standard error 0.0032.
      assertThat(loss / 1000)
          .as("log SNR two steps earlier is 4 more, and noises do not correlate")
          .isCloseTo(0.001, within(4 * 0.0032 + 0.001));
      float[] raw = graph.state().get("raw");
      assertThat((1 + Math.tanh(raw[0])) / 2).isCloseTo(0.9, within(0.02));
    }
  }

  @Test
  void networkThatIgnoresTheVarianceIsToldSo() {
    DenoiserNetwork deaf = (graph, input) -> input.z();
    Objective objective = new TowardsAFraction(true);
    assertThatThrownBy(() -> new NetworkModel(parts(deaf, objective), FAST_START).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was asked for 2 tensors like its latents");
  }

  private static TrainingInput input(long step, int count) {
    double[] times = new double[count];
    double[] ones = new double[count];
    Arrays.fill(times, 0.6);
    Arrays.fill(ones, 1);
    return new TrainingInput(
        step, Batch.zeros(SHAPE, count), new int[count], new TimeDraw(times, ones, ones), 7);
  }

  /** One step of ten is 2 of log SNR. */
  private static Assembly parts(DenoiserNetwork network, Objective objective) {
    return Parts.of(DATA, (NoiseSchedule) t -> 10 - 20 * t, network, objective);
  }
}
