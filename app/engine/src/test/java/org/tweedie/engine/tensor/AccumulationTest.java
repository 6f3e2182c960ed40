package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.FakeTimes;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembler;

/** A batch in parts is the batch: only rounding and dropout may tell them apart. */
class AccumulationTest {

  private static final int BATCH = 12;
  private static final DataDescription DATA =
      new DataDescription(DataShape.point(3), Optional.empty(), List.of("one", "two"));
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);

  /** Without momentum, at the rate 1: a step takes the gradient itself from the weights. */
  private static final UpdateSettings GRADIENT =
      new UpdateSettings(
          BuiltIn.make(Kinds.OPTIMIZER, "sgd", "momentum=0"), step -> 1, 0, List.of());

  private static final UpdateSettings ADAM = BuiltIn.adamW(0.02, 3, 0.01, 1, 0.9);

  private static DenoiserNetwork network(double dropout) {
    return (graph, input) -> {
      Ops tf = graph.tf();
      Operand<TFloat32> first = graph.parameter("first", Initializer.normal(0.5), 3, 8);
      Operand<TFloat32> second =
          graph.parameter("second", Initializer.normal(0.3), 8, 3L * input.outputs());
      Operand<TFloat32> output =
          tf.linalg.matMul(
              graph.dropout(tf.math.tanh(tf.linalg.matMul(input.z(), first)), dropout), second);
      return input.outputs() == 1
          ? output
          : tf.reshape(output, tf.constant(new int[] {-1, 3, input.outputs()}));
    };
  }

  /** The error of the noise, and more noise, as objectives with two latents draw it. */
  private static final Objective TWO_NOISES =
      new Objective() {
        @Override
        public Parameterization predicts() {
          return Parameterization.NOISE;
        }

        @Override
        public Operand<TFloat32> loss(Denoising batch) {
          Ops tf = batch.tf();
          Operand<TFloat32> error = tf.math.square(tf.math.sub(batch.output(), batch.noise()));
          Operand<TFloat32> other = tf.math.square(tf.math.sub(batch.output(), batch.moreNoise(0)));
          return tf.math.mean(tf.math.add(error, other), tf.constant(new int[] {1}));
        }
      };

  private static Assembly parts(double dropout) {
    return Parts.of(DATA, t -> 10 - 20 * t, network(dropout), TWO_NOISES);
  }

  private static TrainingInput input(long step) {
    return new TrainingInput(
        step,
        new SeededNoise(step, 0, BATCH, DATA.shape()).draw(0),
        labels(),
        new FakeTimes().draw(BATCH, new SplittableRandom(step), LossHistory.EMPTY),
        7);
  }

  private static int[] labels() {
    int[] labels = new int[BATCH];
    Arrays.setAll(labels, i -> i % 2);
    return labels;
  }

  private static StepResult step(TrainingGraph graph, long step) {
    try (Feeds feeds = graph.feed(input(step))) {
      return graph.step(feeds);
    }
  }

  private static void assertNear(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(found.get(name)).as(name).containsExactly(values, within(2e-6f)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12})
  void theGradientIsThatOfTheWholeBatch(int count) {
    try (TrainingGraph whole = new TrainingGraph(parts(0), BATCH, GRADIENT, FAST_START);
        TrainingGraph partly =
            new TrainingGraph(parts(0), BATCH / count, count, GRADIENT, FAST_START)) {
      whole.initialize(5);
      partly.initialize(5);
      for (long step = 1; step <= 2; step++) {
        StepResult expected = step(whole, step);
        StepResult found = step(partly, step);
        assertThat(found.losses()).containsExactly(expected.losses(), within(1e-5f));
        assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-5));
        assertThat(found.diffusion())
            .isCloseTo(expected.diffusion(), within(1e-5 * expected.diffusion()));
        assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-5));
        assertNear(partly.state(), whole.state());
      }
    }
  }

  /** Of a learned schedule too, whose curve follows another gradient than the network. */
  @Test
  void theGradientOfALearnedScheduleIsThatOfTheWholeBatch() {
    Assembly chosen =
        Assembler.assemble(
                ConfigReader.read(
                    "test",
                    "data: points\nnetwork: mlp\nobjective: vlb\nschedule: learned",
                    List.of(),
                    new PluginLoader().load(List.of()).registry()))
            .assembly();
    Assembly parts =
        Parts.of(DATA, chosen.learnedSchedule().orElseThrow(), network(0), chosen.objective());
    UpdateSettings small =
        new UpdateSettings(
            BuiltIn.make(Kinds.OPTIMIZER, "sgd", "momentum=0"), step -> 1e-4, 0, List.of());
    try (TrainingGraph whole = new TrainingGraph(parts, BATCH, small, FAST_START);
        TrainingGraph partly = new TrainingGraph(parts, BATCH / 3, 3, small, FAST_START)) {
      whole.initialize(5);
      partly.initialize(5);
      Map<String, float[]> start = whole.state();
      StepResult expected = step(whole, 1);
      StepResult found = step(partly, 1);
      assertThat(found.endTerms().orElseThrow())
          .isCloseTo(expected.endTerms().orElseThrow(), within(1e-5));
      Map<String, float[]> one = whole.state();
      Map<String, float[]> parted = partly.state();
      double moved = 0;
      for (String name : one.keySet()) {
        for (int i = 0; i < one.get(name).length; i++) {
          double step = one.get(name)[i] - start.get(name)[i];
          moved = Math.max(moved, Math.abs(step));
          assertThat((double) parted.get(name)[i] - start.get(name)[i])
              .as("step of %s, value %d", name, i)
              .isCloseTo(step, within(1e-6 + 1e-3 * Math.abs(step)));
        }
      }
      assertThat(moved).as("the longest step").isGreaterThan(1e-4);
    }
  }

  @Test
  void goesOnFromItsStateWhichHoldsNoSums() {
    try (TrainingGraph whole = new TrainingGraph(parts(0.2), 4, 3, ADAM, FAST_START);
        TrainingGraph second = new TrainingGraph(parts(0.2), 4, 3, ADAM, FAST_START);
        TrainingGraph plain = new TrainingGraph(parts(0.2), BATCH, ADAM, FAST_START)) {
      whole.initialize(5);
      step(whole, 1);
      step(whole, 2);
      second.load(whole.state());
      step(whole, 3);
      step(second, 3);
      assertThat(second.state()).usingRecursiveComparison().isEqualTo(whole.state());
      assertThat(whole.shapes()).isEqualTo(plain.shapes());
    }
  }

  /** Equal examples at equal times, of which only dropout can tell the parts apart. */
  @Test
  void eachPartDropsOutItsOwn() {
    Objective output =
        new Objective() {
          @Override
          public Parameterization predicts() {
            return Parameterization.NOISE;
          }

          @Override
          public Operand<TFloat32> loss(Denoising batch) {
            Ops tf = batch.tf();
            // Not of the noise, which differs anyway.
            return tf.math.mean(
                tf.math.square(
                    tf.math.sub(
                        batch.output(tf.zerosLike(batch.latent()), batch.level()),
                        tf.constant(1f))),
                tf.constant(new int[] {1}));
          }
        };
    DenoiserNetwork drops =
        (graph, input) ->
            graph
                .tf()
                .math
                .add(
                    input.z(),
                    graph.dropout(
                        graph
                            .tf()
                            .broadcastTo(
                                graph.parameter("w", Initializer.normal(1), 1, 3),
                                graph.tf().constant(new int[] {6, 3})),
                        0.5));
    try (TrainingGraph graph =
        new TrainingGraph(
            Parts.of(DATA, t -> 10 - 20 * t, drops, output), 6, 2, GRADIENT, FAST_START)) {
      graph.initialize(5);
      float[] losses = step(graph, 1).losses();
      assertThat(Arrays.copyOfRange(losses, 0, 6)).isNotEqualTo(Arrays.copyOfRange(losses, 6, 12));
    }
  }

  @Test
  void aClassifiersGradientIsThatOfTheWholeBatch() {
    try (ClassifierGraph whole = new ClassifierGraph(parts(0), BATCH, 1, GRADIENT, FAST_START);
        ClassifierGraph partly =
            new ClassifierGraph(parts(0), BATCH / 3, 3, GRADIENT, FAST_START)) {
      whole.initialize(5);
      partly.initialize(5);
      ClassifierGraph.Step expected = whole.step(input(1));
      ClassifierGraph.Step found = partly.step(input(1));
      assertThat(found.crossEntropy()).isCloseTo(expected.crossEntropy(), within(1e-6));
      assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-5));
      assertNear(partly.state(), whole.state());
    }
  }
}
