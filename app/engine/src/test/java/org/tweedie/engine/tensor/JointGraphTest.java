package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.latent.ChainAutoencoder;
import org.tweedie.engine.latent.LatentScale;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.latent.LinearAutoencoder;
import org.tweedie.engine.likelihood.LatentBound;

/**
 * An autoencoder and a diffusion of its latents on one bound. Where both are linear and the data
 * Gaussian, the best bound is the likelihood itself (probabilistic principal components: Tipping
 * and Bishop 1999).
 */
class JointGraphTest {

  private static final int BATCH = 128;
  private static final DataShape LATENT = DataShape.point(2);
  private static final NoiseSchedule SCHEDULE = t -> 9 - 15 * t;
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final UpdateSettings STILL = BuiltIn.adamW(0, 1, 0, 0, 0.5);

  private static LatentParts autoencoder(int warmup) {
    return new LatentParts(
        LinearAutoencoder.DATA,
        new LatentDesign(
            List.of(LATENT),
            Encoding.LEARNED,
            false,
            StepPrediction.MEAN,
            new LatentTraining(0, warmup, 1, 0, false)),
        Optional.of(BuiltIn.make(Kinds.ENCODER, "mlp", "layers=0")),
        Optional.of(BuiltIn.make(Kinds.DECODER, "mlp", "layers=0")),
        Optional.empty(),
        Optional.empty());
  }

  private static Assembly diffusion(String objective) {
    return Parts.of(
        LatentSpace.described(LATENT, LinearAutoencoder.DATA),
        SCHEDULE,
        new Gaussian(),
        BuiltIn.make(Kinds.OBJECTIVE, objective, "predict=noise"));
  }

  /**
   * The noise in latents of a normal distribution with independent dimensions, of any variance
   * {@code exp(w)} and with any mean: {@code sigma (z - alpha m) / (alpha^2 exp(w) + sigma^2)}.
   */
  private record Gaussian() implements DenoiserNetwork {
    @Override
    public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
      Ops tf = graph.tf();
      Operand<TFloat32> width = graph.parameter("width", Initializer.normal(0.1), 1, 2);
      Operand<TFloat32> mean = graph.parameter("mean", Initializer.normal(0.1), 1, 2);
      Operand<TFloat32> signal =
          SignalError.perExample(tf, tf.math.sigmoid(input.logSnr()), input.z().shape());
      Operand<TFloat32> noise = tf.math.sub(tf.constant(1f), signal);
      Operand<TFloat32> power = tf.math.add(tf.math.mul(signal, tf.math.exp(width)), noise);
      Operand<TFloat32> off = tf.math.sub(input.z(), tf.math.mul(tf.math.sqrt(signal), mean));
      return tf.math.mul(tf.math.div(tf.math.sqrt(noise), power), off);
    }
  }

  private static TrainingInput input(long step, Batch x) {
    double[] times = new double[x.count()];
    Arrays.setAll(times, i -> (i + step * 0.618 % 1) / times.length);
    return new TrainingInput(step, x, new int[x.count()], TimeDraw.even(times), 7);
  }

  private static Batch examples(DataSource source, int from, int count) {
    float[] values = new float[3 * count];
    for (int i = 0; i < count; i++) {
      source.train().read((from + i) % source.train().size(), values, 3 * i);
    }
    return Batch.of(DataShape.point(3), values);
  }

  private static StepResult step(JointGraph graph, long step, Batch x) {
    try (Feeds feeds = graph.feed(input(step, x))) {
      return graph.step(feeds);
    }
  }

  private static JointGraph graph(String objective, int batch, int parts, UpdateSettings how) {
    return new JointGraph(diffusion(objective), autoencoder(0), batch, parts, how, FAST_START);
  }

  /** The measured bound of each example, and its terms. */
  private static Map<String, double[]> measured(
      Map<String, float[]> weights, DataSource source, Batch x, int draws, long seed) {
    LatentParts parts = autoencoder(0);
    try (LatentModel model = new LatentModel(parts, FAST_START);
        NetworkModel network = new NetworkModel(diffusion("vlb"), FAST_START)) {
      model.load(weights);
      network.load(weights);
      LatentSpace space =
          new LatentSpace(
              new ChainAutoencoder(model.chain(), "test"),
              source,
              Optional.of(LatentScale.none(LATENT)));
      return LatentBound.of(space, OptionalInt.empty(), draws, seed)
          .terms(network, x, Condition.none(x.count()), 0);
    }
  }

  private static double[] total(Map<String, double[]> terms) {
    return Objects.requireNonNull(terms.get("total"));
  }

  private static Map<String, float[]> trained(int steps, DataSource source) {
    UpdateSettings how =
        new UpdateSettings(
            BuiltIn.make(Kinds.OPTIMIZER, "adam"),
            step -> 0.02 * Math.min(1, 3 * (1 - (step - 1.0) / steps)),
            0,
            STILL.averages());
    try (JointGraph graph = graph("vlb", BATCH, 1, how)) {
      graph.initialize(3, Map.of(), Map.of());
      for (int i = 1; i <= steps; i++) {
        step(graph, i, examples(source, i * BATCH, BATCH));
      }
      return graph.state();
    }
  }

  @Test
  void theBoundReachesTheLikelihoodOfPrincipalComponents() {
    DataSource source = LinearAutoencoder.data(20_000);
    Map<String, float[]> weights = trained(2000, source);
    Batch x = examples(source, 0, 4000);
    double[] bound = total(measured(weights, source, x, 4, 5));
    double[] exact = LinearAutoencoder.exactNats(x);
    double[] gap = new double[bound.length];
    Arrays.setAll(gap, i -> bound[i] - exact[i]);
    double error = standardError(gap);
    assertThat(mean(gap))
        .as("nats that the bound is above the likelihood, of %s, error %s", mean(exact), error)
        .isBetween(-3 * error, 0.03 + 3 * error);
  }

  /** Both are estimates of one number: the step's by its own noise, the bound's on the host. */
  @Test
  void trainingSeesTheBoundThatIsMeasured() {
    DataSource source = LinearAutoencoder.data(BATCH);
    Batch x = examples(source, 0, BATCH);
    double[] seen = new double[60];
    double[] found = new double[60];
    Map<String, float[]> weights;
    try (JointGraph graph = graph("vlb", BATCH, 1, STILL)) {
      graph.initialize(3, Map.of(), Map.of());
      weights = graph.state();
      for (int i = 0; i < seen.length; i++) {
        StepResult result = step(graph, i + 1, x);
        seen[i] = result.diffusion() * 3;
        assertThat(result.loss()).isCloseTo(result.diffusion() / Math.log(2), within(1e-4));
      }
    }
    for (int i = 0; i < found.length; i++) {
      found[i] = mean(total(measured(weights, source, x, 1, i)));
    }
    double error = Math.hypot(standardError(seen), standardError(found));
    assertThat(mean(seen)).isCloseTo(mean(found), within(3.5 * error + 1e-3));
  }

  /**
   * What encoder and decoder follow is the gradient of the bound, whatever the objective weighs
   * errors by; the network follows that too where the objective is the bound.
   */
  @ParameterizedTest
  @ValueSource(strings = {"vlb", "simple"})
  void encoderAndDecoderFollowTheGradientOfTheBound(String objective) {
    DataSource source = LinearAutoencoder.data(BATCH);
    Batch x = examples(source, 0, BATCH);
    UpdateSettings down =
        new UpdateSettings(
            BuiltIn.make(Kinds.OPTIMIZER, "sgd", "momentum=0"), step -> 1, 0, STILL.averages());
    try (JointGraph graph = graph(objective, BATCH, 1, down)) {
      graph.initialize(3, Map.of(), Map.of());
      Map<String, float[]> start = graph.state();
      step(graph, 1, x);
      Map<String, float[]> after = graph.state();
      assertFollows(graph, x, start, after, name -> name.startsWith("encoder/"), true);
      assertFollows(graph, x, start, after, name -> name.startsWith("decoder/"), true);
      assertFollows(
          graph,
          x,
          start,
          after,
          name -> name.equals("width") || name.equals("mean"),
          objective.equals("vlb"));
    }
  }

  /** Moves some parameters both ways along what a step did to them. */
  private static void assertFollows(
      JointGraph graph,
      Batch x,
      Map<String, float[]> start,
      Map<String, float[]> after,
      Predicate<String> which,
      boolean follows) {
    double square = 0;
    for (String name : start.keySet()) {
      for (int k = 0; which.test(name) && k < start.get(name).length; k++) {
        square += Math.pow(start.get(name)[k] - after.get(name)[k], 2);
      }
    }
    double norm = Math.sqrt(square);
    assertThat(norm).isPositive();
    double h = 0.01;
    double slope =
        (loss(graph, x, moved(start, after, which, -h / norm))
                - loss(graph, x, moved(start, after, which, h / norm)))
            / (2 * h);
    if (follows) {
      assertThat(slope).isCloseTo(norm, within(2e-3 * norm + 1e-3));
    } else {
      assertThat(Math.abs(slope / norm - 1)).isGreaterThan(0.05);
    }
  }

  private static double loss(JointGraph graph, Batch x, Map<String, float[]> weights) {
    graph.load(weights);
    return step(graph, 1, x).loss();
  }

  private static Map<String, float[]> moved(
      Map<String, float[]> start,
      Map<String, float[]> after,
      Predicate<String> which,
      double share) {
    Map<String, float[]> moved = new LinkedHashMap<>(start);
    start.forEach(
        (name, values) -> {
          if (which.test(name)) {
            float[] there = values.clone();
            for (int k = 0; k < there.length; k++) {
              there[k] += (float) (share * (after.get(name)[k] - values[k]));
            }
            moved.put(name, there);
          }
        });
    return moved;
  }

  @Test
  void goingOnGivesTheBitsOfNeverStoppingAndPartsTheWholeBatch() {
    DataSource source = LinearAutoencoder.data(BATCH);
    Batch x = examples(source, 0, BATCH);
    UpdateSettings moving = BuiltIn.adamW(0.02, 3, 0.01, 1, 0.9);
    try (JointGraph whole = graph("simple", BATCH, 1, moving);
        JointGraph again = graph("simple", BATCH, 1, moving);
        JointGraph halves = graph("simple", BATCH / 2, 2, moving)) {
      whole.initialize(3, Map.of(), Map.of());
      halves.initialize(3, Map.of(), Map.of());
      StepResult one = step(whole, 1, x);
      StepResult two = step(halves, 1, x);
      assertThat(two.loss()).isCloseTo(one.loss(), within(1e-4));
      assertThat(two.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-3));
      again.load(whole.state());
      step(whole, 2, x);
      step(again, 2, x);
      whole
          .state()
          .forEach((name, values) -> assertThat(again.state().get(name)).isEqualTo(values));
    }
  }

  @Test
  void warmupWeighsTheLatentsAlone() {
    DataSource source = LinearAutoencoder.data(BATCH);
    Batch x = examples(source, 0, BATCH);
    double[] losses = new double[2];
    for (int warmup : new int[] {0, 4}) {
      try (JointGraph graph =
          new JointGraph(diffusion("vlb"), autoencoder(warmup), BATCH, 1, STILL, FAST_START)) {
        graph.initialize(3, Map.of(), Map.of());
        StepResult first = step(graph, 1, x);
        losses[warmup / 4] = first.loss();
        assertThat(step(graph, 4, x).loss() * Math.log(2))
            .isCloseTo(step(graph, 4, x).diffusion(), within(1e-4));
      }
    }
    assertThat(losses[1]).isNotCloseTo(losses[0], within(1e-3));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }
}
