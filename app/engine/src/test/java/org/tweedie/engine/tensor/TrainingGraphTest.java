package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.problem.ModelFailure;

class TrainingGraphTest {

  private static final int BATCH = 16;
  private static final DataShape SHAPE = DataShape.point(3);
  private static final DataDescription DATA =
      new DataDescription(SHAPE, Optional.empty(), List.of());
  private static final UpdateSettings OPTIMIZER = BuiltIn.adamW(0.02, 3, 0.01, 1, 0.9);
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);

  private static final NoiseSchedule SCHEDULE = t -> 10 - 20 * t;

  /** One hidden layer with dropout. */
  private static final DenoiserNetwork NETWORK =
      new DenoiserNetwork() {
        @Override
        public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
          Ops tf = graph.tf();
          Operand<TFloat32> first = graph.parameter("first", Initializer.normal(0.5), 3, 8);
          Operand<TFloat32> second = graph.parameter("second", Initializer.normal(0.3), 8, 3);
          Operand<TFloat32> hidden =
              graph.dropout(tf.math.tanh(tf.linalg.matMul(input.z(), first)), 0.2);
          return tf.linalg.matMul(hidden, second);
        }
      };

  /** The unweighted error of the noise. */
  private static final Objective NOISE =
      new Objective() {
        @Override
        public Parameterization predicts() {
          return Parameterization.NOISE;
        }

        @Override
        public Operand<TFloat32> loss(Denoising batch) {
          return SignalError.weighted(batch, Parameterization.NOISE, batch.level().logSnr());
        }
      };

  private static TrainingGraph graph() {
    return new TrainingGraph(
        Parts.of(DATA, SCHEDULE, NETWORK, NOISE), BATCH, OPTIMIZER, FAST_START);
  }

  private static TrainingInput input(long step) {
    double[] times = new double[BATCH];
    Arrays.setAll(times, i -> (i + 0.5) / BATCH);
    double[] ones = new double[BATCH];
    Arrays.fill(ones, 1);
    Batch signal = new SeededNoise(step, 0, BATCH, SHAPE).draw(0);
    int[] labels = new int[BATCH];
    return new TrainingInput(step, signal, labels, new TimeDraw(times, ones, ones), 7);
  }

  private static StepResult step(TrainingGraph graph, TrainingInput input) {
    try (Feeds feed = graph.feed(input)) {
      return graph.step(feed);
    }
  }

  private static void run(TrainingGraph graph, long from, long to) {
    for (long step = from; step <= to; step++) {
      step(graph, input(step));
    }
  }

  private static void assertSameBits(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(Arrays.equals(actual.get(name), values)).as("bits of %s", name).isTrue());
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    try (TrainingGraph whole = graph();
        TrainingGraph first = graph();
        TrainingGraph second = graph()) {
      whole.initialize(5);
      run(whole, 1, 8);
      first.initialize(5);
      run(first, 1, 3);
      second.load(first.state());
      run(second, 4, 8);
      assertSameBits(second.state(), whole.state());
    }
  }

  @Test
  void startsFromWeightsThatTheSeedSettles() {
    try (TrainingGraph one = graph();
        TrainingGraph same = graph();
        TrainingGraph other = graph()) {
      one.initialize(5);
      same.initialize(5);
      other.initialize(6);
      assertSameBits(same.state(), one.state());
      assertThat(other.state().get("first")).isNotEqualTo(one.state().get("first"));
    }
  }

  @Test
  void drawsOtherNoiseInEveryStep() {
    try (TrainingGraph graph = graph()) {
      graph.initialize(5);
      Map<String, float[]> start = graph.state();
      double first = step(graph, input(1)).loss();
      graph.load(start);
      TrainingInput second = input(2);
      TrainingInput sameExamples =
          new TrainingInput(2, input(1).signal(), second.labels(), second.draw(), second.seed());
      assertThat(step(graph, sameExamples).loss()).isNotEqualTo(first);
    }
  }

  @Test
  void lowersTheLoss() {
    try (TrainingGraph graph = graph()) {
      graph.initialize(5);
      double before = 0;
      double after = 0;
      for (long step = 1; step <= 300; step++) {
        double loss = step(graph, input(step)).loss();
        before += step <= 50 ? loss / 50 : 0;
        after += step > 250 ? loss / 50 : 0;
      }
      assertThat(after)
          .as("mean loss of the last 50 steps, beside the first 50's")
          .isLessThan(0.93 * before);
    }
  }

  @Test
  void showsThatALossIsNotFinite() {
    try (TrainingGraph graph = graph()) {
      graph.initialize(5);
      TrainingInput input = input(1);
      float[] broken = input.signal().values().clone();
      broken[4] = Float.NaN;
      TrainingInput withNaN =
          new TrainingInput(1, Batch.of(SHAPE, broken), input.labels(), input.draw(), 7);
      assertThat(step(graph, withNaN).isFinite()).isFalse();
    }
  }

  @Test
  void tellsOfAParameterThatTheLossDoesNotDependOn() {
    DenoiserNetwork idle =
        (graph, input) -> {
          graph.parameter("idle", Initializer.zeros(), 2);
          return NETWORK.output(graph, input);
        };
    assertThatThrownBy(
            () ->
                new TrainingGraph(
                    Parts.of(DATA, SCHEDULE, idle, NOISE), BATCH, OPTIMIZER, FAST_START))
        .isInstanceOf(ModelFailure.class)
        .hasMessageContaining("The loss does not depend on the parameter 'idle'");
  }

  /** There is a path from it to the loss, and no gradient comes by it. */
  @Test
  void tellsOfAParameterWhoseGradientIsStopped() {
    DenoiserNetwork stopped =
        (graph, input) -> {
          Operand<TFloat32> still = graph.parameter("still", Initializer.zeros(), 2);
          Ops tf = graph.tf();
          return tf.math.add(
              NETWORK.output(graph, input),
              tf.math.mean(tf.stopGradient(still), tf.constant(new int[] {0})));
        };
    assertThatThrownBy(
            () ->
                new TrainingGraph(
                    Parts.of(DATA, SCHEDULE, stopped, NOISE), BATCH, OPTIMIZER, FAST_START))
        .isInstanceOf(ModelFailure.class)
        .hasMessageContaining("The loss does not depend on the parameter 'still'");
  }

  @Test
  void refusesAStateOfAnotherSize() {
    try (TrainingGraph graph = graph()) {
      graph.initialize(1);
      Map<String, float[]> state = graph.state();
      state.put("first", new float[3]);
      assertThatThrownBy(() -> graph.load(state))
          .hasMessageContaining("first")
          .hasMessageContaining("[3, 8]");
    }
  }

  @Test
  void predictsWithAveragedOrPlainWeightsAlike() {
    try (TrainingGraph graph = graph();
        NetworkModel model =
            new NetworkModel(Parts.of(DATA, SCHEDULE, NETWORK, NOISE), FAST_START)) {
      graph.initialize(5);
      run(graph, 1, 5);
      Map<String, float[]> state = graph.state();
      Batch z = input(9).signal();
      double[] times = new double[BATCH];
      Arrays.fill(times, 0.3);
      Condition none = Condition.none(BATCH);
      model.load(Average.in(state, Average.MAIN));
      Batch averaged = model.predict(z, times, none).noise();
      model.load(state);
      Batch plain = model.predict(z, times, none).noise();
      assertThat(averaged).isNotEqualTo(plain);
      Batch few = model.predict(z.slice(0, 3), 0.3, none.slice(0, 3)).noise();
      assertThat(few.values()).containsExactly(plain.slice(0, 3).values(), within(1e-6f));
    }
  }
}
