package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembler;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.graph.TestGraph;

/** The preconditioning of Karras et al. (arXiv 2206.00364) for data of standard deviation 1/2. */
class PreconditionedTest {

  private static final double SPREAD = 0.5;
  private static final DataShape SHAPE = DataShape.point(3);
  private static final DataDescription DATA =
      new DataDescription(SHAPE, Optional.empty(), List.of());
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);

  /** The standard deviation of Gaussian data for which {@link #exact} is exact. */
  private static final double C = 0.8;

  private static final NoiseSchedule EXPLODING =
      new NoiseSchedule() {
        @Override
        public double logSnr(double t) {
          return -2 * Math.log(at(t).sigma());
        }

        @Override
        public NoiseLevel at(double t) {
          return NoiseLevel.of(1, 0.002 * Math.pow(40_000, t));
        }
      };

  private static Assembly parts(String predicts) {
    String config =
        """
        data: points
        network: mlp
        preconditioning: {type: edm, sigma-data: %s}
        objective: {type: edm, predict: %s, sigma-data: %s}
        """
            .formatted(SPREAD, predicts, SPREAD);
    return Assembler.assemble(
            ConfigReader.read(
                "edm", config, List.of(), new PluginLoader().load(List.of()).registry()))
        .assembly();
  }

  private static Preconditioned around(
      DenoiserNetwork network, Parameterization predicts, int outputs) {
    return new Preconditioned(network, parts("noise").preconditioning(), predicts, outputs);
  }

  /**
   * Solves {@code E[x | z] = c_skip z / alpha + c_out F(c_in z / alpha)} for F where x is N(0,
   * c^2): with {@code s = sigma / alpha}, F is linear, of slope {@code s (c^2 - d^2) / (d (s^2 +
   * c^2))}. It knows s from {@code c_noise = log(s) / 4}.
   */
  private static Operand<TFloat32> exact(NetworkGraph graph, NetworkInput input) {
    Ops tf = graph.tf();
    Operand<TFloat32> s = tf.math.exp(tf.math.mul(input.logSnr(), tf.constant(4f)));
    Operand<TFloat32> variance = tf.constant((float) (C * C));
    Operand<TFloat32> scale =
        tf.math.div(
            tf.constant((float) ((C * C - SPREAD * SPREAD) / SPREAD)),
            tf.math.add(s, tf.math.div(variance, s)));
    return tf.math.mul(input.z(), tf.reshape(scale, tf.constant(new int[] {-1, 1})));
  }

  @ParameterizedTest
  @EnumSource
  void predictsExactlyWhateverIsPredicted(Parameterization predicts) {
    for (NoiseSchedule schedule : new NoiseSchedule[] {new BoundlessSchedule(), EXPLODING}) {
      double[] times = {0, 1e-12, 1e-6, 0.01, 0.3, 0.5, 0.8, 0.99, 1 - 1e-6, 1};
      float[] values = new SeededNoise(1, 0, times.length, SHAPE).draw(0).values().clone();
      float[] expected = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        NoiseLevel level = schedule.movingAt(times[i / 3]);
        double power = C * C * level.alpha() * level.alpha() + level.sigma() * level.sigma();
        values[i] *= (float) Math.sqrt(power);
        expected[i] =
            (float)
                predicts.target(
                    level,
                    C * C * level.alpha() / power * values[i],
                    level.sigma() / power * values[i]);
      }
      try (NetworkModel model =
          new NetworkModel(
              Parts.of(
                  DATA,
                  schedule,
                  PreconditionedTest::exact,
                  parts("noise").preconditioning(),
                  new FakeObjective(new FakeObjective.Options(predicts))),
              FAST_START)) {
        Batch output =
            model
                .predict(Batch.of(SHAPE, values), times, Condition.none(times.length))
                .as(predicts);
        for (int i = 0; i < expected.length; i++) {
          assertThat(output.values()[i])
              .as("%s at %s", predicts, schedule.at(times[i / 3]))
              .isCloseTo(expected[i], within(2e-6f * (1 + Math.abs(expected[i]))));
        }
      }
    }
  }

  /**
   * A network that puts out zero is wrong by {@code F_target}, which has variance 1 for data of
   * standard deviation sigma-data, and the weight of the objective edm is {@code 1 / c_out^2}. So
   * the loss is 1, at every noise level and whatever is predicted; its standard error is {@code
   * sqrt(2 / 24,576)} = 0.9%.
   */
  @ParameterizedTest
  @CsvSource({
    "noise, true",
    "signal, true",
    "score, true",
    "flow, true",
    "noise, false",
    "signal, false",
    "score, false",
    "velocity, false",
    "flow, false"
  })
  void withEdmsWeightEveryNoiseLevelStartsFromALossOfOne(String predicts, boolean exploding) {
    int batch = 8192;
    Assembly parts = parts(predicts);
    DenoiserNetwork zero =
        (graph, input) ->
            graph.tf().math.mul(input.z(), graph.parameter("slope", Initializer.zeros(), 1, 3));
    NoiseSchedule schedule = exploding ? EXPLODING : EXPLODING::logSnr;
    Batch signal = new SeededNoise(3, 0, batch, SHAPE).draw(0).times(SPREAD);
    try (TrainingGraph graph =
        new TrainingGraph(
            Parts.of(DATA, schedule, zero, parts.preconditioning(), parts.objective()),
            batch,
            BuiltIn.adamW(0, 0, 0, 0, 0),
            FAST_START)) {
      graph.initialize(1);
      for (double sigma : new double[] {0.002, 0.1, 1, 80}) {
        double[] times = new double[batch];
        double[] ones = new double[batch];
        Arrays.fill(times, Math.log(sigma / 0.002) / Math.log(40_000));
        Arrays.fill(ones, 1);
        TrainingInput input =
            new TrainingInput(1, signal, new int[batch], new TimeDraw(times, ones, ones), 7);
        try (Feeds feeds = graph.feed(input)) {
          assertThat(graph.step(feeds).loss())
              .as("loss at sigma / alpha = %s", sigma)
              .isCloseTo(1, within(0.036));
        }
      }
    }
  }

  @Test
  void aVarianceIsNotTouched() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(-1, 3);
      Operand<TFloat32> one = graph.floats(-1);
      Operand<TFloat32> zero = graph.floats(-1);
      graph.feed(z, new float[] {1, -2, 3}, 1, 3);
      graph.feed(one, new float[] {1}, 1);
      graph.feed(zero, new float[] {0}, 1);
      DenoiserNetwork network =
          (g, input) ->
              g.tf().concat(List.of(input.z(), g.tf().math.square(input.z())), g.tf().constant(1));
      NetworkOutput output =
          around(network, Parameterization.SIGNAL, 2)
              .output(
                  new ParameterGraph(graph.tf(), new Variables(graph.tf()), Optional.empty()),
                  z,
                  new GraphLevel(one, one, zero, zero),
                  graph.integers(-1),
                  NetworkCondition.NONE);
      // At alpha = sigma = 1: c_in^2 = 0.8, c_skip = 0.2, and c_out c_in = 0.4.
      float[] signal = graph.run(output.prediction());
      float[] fraction = graph.run(output.varianceFraction().orElseThrow());
      float[] latents = {1, -2, 3};
      for (int i = 0; i < latents.length; i++) {
        assertThat(signal[i]).isCloseTo(0.6f * latents[i], within(1e-5f));
        double raw = 0.8 * latents[i] * latents[i];
        assertThat((double) fraction[i]).isCloseTo((1 + Math.tanh(raw)) / 2, within(1e-5));
      }
    }
  }

  /**
   * A signal that is made of several outputs settles noise, score, velocity and flow too: with
   * chances that are all alike, x^ is the mean of levels by the latent's own likelihood.
   */
  @ParameterizedTest
  @EnumSource
  void oneSignalSettlesWhateverIsPredicted(Parameterization predicts) {
    DataDescription quantised = DATA.withLevels(new Levels(4));
    NoiseSchedule schedule = new BoundlessSchedule();
    double[] times = {0.05, 0.3, 0.5, 0.8, 0.99};
    float[] values = new SeededNoise(1, 0, times.length, SHAPE).draw(0).values();
    try (NetworkModel model =
        new NetworkModel(
            Parts.of(
                quantised,
                schedule,
                (graph, input) ->
                    graph
                        .tf()
                        .zerosLike(
                            graph
                                .tf()
                                .concat(Collections.nCopies(4, input.z()), graph.tf().constant(1))),
                BuiltIn.make(Kinds.PRECONDITIONING, quantised, "categorical"),
                new FakeObjective(new FakeObjective.Options(predicts))),
            FAST_START)) {
      float[] found =
          model
              .predict(Batch.of(SHAPE, values), times, Condition.none(times.length))
              .as(predicts)
              .values();
      for (int i = 0; i < values.length; i++) {
        NoiseLevel level = schedule.movingAt(times[i / 3]);
        double signal = meanOfLevels(level, values[i]);
        double noise = (values[i] - level.alpha() * signal) / level.sigma();
        double expected = predicts.target(level, signal, noise);
        assertThat((double) found[i])
            .as("%s at %s", predicts, level)
            .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
      }
    }
  }

  private static double meanOfLevels(NoiseLevel level, double z) {
    double sum = 0;
    double mean = 0;
    for (int v = 0; v < 4; v++) {
      double value = new Levels(4).value(v);
      double off = (z - level.alpha() * value) / level.sigma();
      sum += Math.exp(-off * off / 2);
      mean += value * Math.exp(-off * off / 2);
    }
    return mean / sum;
  }

  /** Of three outputs two are the chances of two levels, and the last is the variance's. */
  @Test
  void aVarianceIsBesideAllOutputsOfAPrediction() {
    DataDescription binary = DATA.withLevels(new Levels(2));
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(1, 3);
      Operand<TFloat32> half = graph.floats(1);
      graph.feed(z, new float[] {0, 0, 0}, 1, 3);
      graph.feed(half, new float[] {0.5f}, 1);
      DenoiserNetwork network =
          (g, input) -> g.tf().constant(new float[][] {{0, 0, 1, 0, 0, 1, 0, 1, -1}});
      NetworkOutput output =
          new Preconditioned(
                  network,
                  BuiltIn.make(Kinds.PRECONDITIONING, binary, "categorical"),
                  Parameterization.SIGNAL,
                  3)
              .output(
                  new ParameterGraph(graph.tf(), new Variables(graph.tf()), Optional.empty()),
                  z,
                  new GraphLevel(half, half, half, half),
                  graph.integers(-1),
                  NetworkCondition.NONE);
      double first = 1 / (1 + Math.exp(-1)) - 0.5;
      assertThat(graph.run(output.prediction()))
          .containsExactly(new float[] {0, (float) -first, (float) first}, within(1e-6f));
      assertThat(graph.run(output.varianceFraction().orElseThrow()))
          .containsExactly(
              new float[] {
                0.5f, (float) ((1 + Math.tanh(1)) / 2), (float) ((1 - Math.tanh(1)) / 2)
              },
              within(1e-6f));
    }
  }

  @Test
  void aConfigNamesIt() {
    for (Parameterization predicts : Parameterization.values()) {
      Assembly parts = parts(predicts.name().toLowerCase(Locale.ROOT));
      Preconditioned network = Preconditioned.of(parts);
      assertThat(network.preconditioning()).isSameAs(parts.preconditioning());
      assertThat(network.network()).isSameAs(parts.network());
      assertThat(network.predicts()).isEqualTo(predicts);
    }
  }
}
