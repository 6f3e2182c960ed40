package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembler;

/** Networks in the program's own operations, and in parts, against TensorFlow's in one. */
@Tag("long")
class FusedTrainingTest {

  private static final int BATCH = 7;
  private static final int STEPS = 20;
  private static final SessionSettings PLAIN = new SessionSettings(0, false, false);
  private static final UpdateSettings OPTIMIZER = BuiltIn.adamW(1e-3, 3, 0.01, 1, 0.9);
  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();
  private static final String UNET =
      "{type: unet, channels: 8, channel-multipliers: [1], blocks: 1, groups: 4, dropout: 0.2}";

  private static final String TRANSFORMER =
      "{type: transformer, width: 16, depth: 2, heads: 2, dropout: 0.2}";

  /** In TensorFlow's own operations, calculated once. */
  private static final class Plain {
    static final List<StepResult> CURVE = curve(unet(), PLAIN, STEPS);
    static final List<StepResult> OF_TRANSFORMER = curve(transformer(), PLAIN, STEPS);
  }

  private static Assembly parts(String data, String network, String objective) {
    String config =
        "data: %s\nnetwork: %s\nobjective: %s\nguidance: none\n"
            .formatted(data, network, objective);
    return Assembler.assemble(ConfigReader.read("run.yaml", config, List.of(), REGISTRY))
        .assembly();
  }

  private static Assembly unet() {
    return parts("digits", UNET, "{type: vlb, predict: noise}");
  }

  private static Assembly transformer() {
    return parts("digits", TRANSFORMER, "{type: vlb, predict: noise}");
  }

  private static StepResult step(TrainingGraph graph, Assembly parts, long step) {
    double[] times = new double[BATCH];
    Arrays.setAll(times, i -> (i + 0.5) / BATCH);
    double[] ones = new double[BATCH];
    Arrays.fill(ones, 1);
    int[] labels = new int[BATCH];
    Arrays.setAll(labels, i -> i);
    Batch signal = new SeededNoise(step, 0, BATCH, parts.data().shape()).draw(0);
    TrainingInput input =
        new TrainingInput(step, signal, labels, new TimeDraw(times, ones, ones), 7);
    try (Feeds feed = graph.feed(input)) {
      return graph.step(feed);
    }
  }

  /** The losses and gradients' norms of some steps from the same start. */
  private static List<StepResult> curve(Assembly parts, SessionSettings settings, int steps) {
    try (TrainingGraph graph = new TrainingGraph(parts, BATCH, OPTIMIZER, settings)) {
      graph.initialize(5);
      graph.load(moved(graph.state()));
      List<StepResult> curve = new ArrayList<>();
      for (int step = 1; step <= steps; step++) {
        curve.add(step(graph, parts, step));
      }
      return curve;
    }
  }

  /** Away from the zeros that networks begin with, where hardly any parameter has a gradient. */
  private static Map<String, float[]> moved(Map<String, float[]> state) {
    Random random = new Random(3);
    Map<String, float[]> moved = new LinkedHashMap<>(state);
    moved.replaceAll(
        (name, values) -> {
          float[] other = values.clone();
          boolean kept =
              OPTIMIZER.optimizer().slots().stream().anyMatch(s -> name.startsWith(s + "/"));
          for (int i = 0; i < other.length && !kept; i++) {
            other[i] += 0.05f * (float) random.nextGaussian();
          }
          return other;
        });
    return moved;
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "true, 3", "false, 16"})
  void trainsInTheSameWayToFiveDigits(boolean fused, int count) {
    SessionSettings settings = new SessionSettings(0, false, false, fused, count);
    compare(curve(unet(), settings, STEPS), Plain.CURVE);
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "true, 3", "false, 4"})
  void soDoesATransformer(boolean fused, int count) {
    SessionSettings settings = new SessionSettings(0, false, false, fused, count);
    compare(curve(transformer(), settings, STEPS), Plain.OF_TRANSFORMER);
  }

  private static void compare(List<StepResult> found, List<StepResult> expected) {
    for (int i = 0; i < expected.size(); i++) {
      double loss = expected.get(i).loss();
      assertThat(found.get(i).loss())
          .as("loss %d", i)
          .isCloseTo(loss, within(1e-5 * Math.abs(loss)));
      double norm = expected.get(i).gradientNorm();
      assertThat(found.get(i).gradientNorm())
          .as("gradient's norm %d", i)
          .isCloseTo(norm, within(1e-4 * norm));
    }
  }

  /** Rewriting, which brings bfloat16 in, must know the operations. */
  @Test
  void trainsInBfloat16() {
    SessionSettings narrow = new SessionSettings(0, true, true, true, 2);
    double expected = Plain.CURVE.get(0).gradientNorm();
    assertThat(curve(unet(), narrow, 1).get(0).gradientNorm())
        .isCloseTo(expected, within(1e-2 * expected));
    double other = Plain.OF_TRANSFORMER.get(0).gradientNorm();
    assertThat(curve(transformer(), narrow, 1).get(0).gradientNorm())
        .isCloseTo(other, within(1e-2 * other));
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    Assembly parts = unet();
    SessionSettings settings = new SessionSettings(0, false, false, true, 2);
    try (TrainingGraph whole = new TrainingGraph(parts, BATCH, OPTIMIZER, settings);
        TrainingGraph first = new TrainingGraph(parts, BATCH, OPTIMIZER, settings);
        TrainingGraph second = new TrainingGraph(parts, BATCH, OPTIMIZER, settings)) {
      whole.initialize(5);
      first.initialize(5);
      for (int step = 1; step <= 6; step++) {
        step(whole, parts, step);
      }
      for (int step = 1; step <= 2; step++) {
        step(first, parts, step);
      }
      second.load(first.state());
      for (int step = 3; step <= 6; step++) {
        step(second, parts, step);
      }
      Map<String, float[]> state = second.state();
      whole
          .state()
          .forEach((name, values) -> assertThat(state.get(name)).as(name).isEqualTo(values));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void modelsPredictAndDifferentiateAlikeInAnyNumberOfParts(int count) {
    Assembly parts = unet();
    Batch z = new SeededNoise(2, 0, count, parts.data().shape()).draw(0);
    Batch cotangent = new SeededNoise(3, 0, count, parts.data().shape()).draw(0);
    double[] times = new double[count];
    Arrays.setAll(times, i -> 0.2 + 0.1 * i);
    Condition none = Condition.none(count);
    try (TrainingGraph weights = new TrainingGraph(parts, BATCH, OPTIMIZER, PLAIN);
        NetworkModel plain = new NetworkModel(parts, PLAIN);
        NetworkModel fused =
            new NetworkModel(parts, new SessionSettings(0, false, false, true, 4))) {
      weights.initialize(5);
      Map<String, float[]> state = moved(weights.state());
      plain.load(state);
      fused.load(state);
      assertThat(fused.predict(z, times, none).noise().values())
          .containsExactly(plain.predict(z, times, none).noise().values(), within(2e-5f));
      assertThat(fused.differentiate(z, times, none, cotangent).gradient().values())
          .containsExactly(
              plain.differentiate(z, times, none, cotangent).gradient().values(), within(1e-4f));
    }
  }

  @Test
  void whatIsDifferentiatedTwiceIsLeftToTensorFlowsOperations() {
    Assembly unet = unet();
    Objective objective =
        parts("points", "mlp", "{type: score-matching, form: sliced}").objective();
    assertThat(objective.differentiatesNetwork()).isTrue();
    Assembly parts = Parts.of(unet.data(), unet.schedule(), SMALL, objective);
    assertThat(curve(parts, new SessionSettings(0, false, false, true, 2), 1).get(0).loss())
        .isEqualTo(curve(parts, PLAIN, 1).get(0).loss());
  }

  /** One normalisation of latents, between factors. */
  private static final DenoiserNetwork SMALL =
      (graph, input) -> {
        Ops tf = graph.tf();
        Operand<TFloat32> before = graph.parameter("before", Initializer.ones(), 1);
        GroupNormalization how =
            GroupNormalization.of(
                    1,
                    graph.parameter("scale", Initializer.ones(), 1),
                    graph.parameter("offset", Initializer.ones(), 1))
                .thenSilu();
        return graph.normalized(tf.math.mul(input.z(), before), how);
      };

  /** With the square of the network's derivative, which it does not announce. */
  private static final Objective SECRET =
      new Objective() {
        @Override
        public Parameterization predicts() {
          return Parameterization.NOISE;
        }

        @Override
        public Operand<TFloat32> loss(Denoising batch) {
          Operand<TFloat32> slope = batch.pullback(batch.output(), batch.noise());
          return SignalError.mean(batch, batch.tf().math.square(slope));
        }
      };

  /** The same of the operations that transformers have. */
  private static final DenoiserNetwork LAYER =
      (graph, input) -> {
        Ops tf = graph.tf();
        Operand<TFloat32> factor = graph.parameter("before", Initializer.ones(), 1);
        Operand<TFloat32> tokens =
            tf.reshape(tf.math.mul(input.z(), factor), tf.constant(new int[] {-1, 8, 8}));
        return tf.reshape(
            graph.normalized(tokens, LayerNormalization.plain()),
            tf.constant(new int[] {-1, 8, 8, 1}));
      };

  private static final DenoiserNetwork UNIT =
      (graph, input) ->
          graph.gelu(
              graph.tf().math.mul(input.z(), graph.parameter("before", Initializer.ones(), 1)));

  static Stream<DenoiserNetwork> withAnOperationOfTheProgramsOwn() {
    return Stream.of(SMALL, LAYER, UNIT);
  }

  @ParameterizedTest
  @MethodSource("withAnOperationOfTheProgramsOwn")
  void soIsWhatTurnsOutToBeDifferentiatedTwice(DenoiserNetwork network) {
    Assembly unet = unet();
    Assembly parts = Parts.of(unet.data(), unet.schedule(), network, SECRET);
    try (TrainingGraph graph =
        TrainingGraph.of(
            parts, BATCH, 1, OPTIMIZER, new SessionSettings(0, false, false, true, 1))) {
      graph.initialize(5);
      assertThat(step(graph, parts, 1).loss()).isPositive();
    }
  }
}
