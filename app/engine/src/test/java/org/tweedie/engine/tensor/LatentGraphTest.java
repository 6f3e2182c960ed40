package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.TopDownChain;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.likelihood.ChainBound;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.sampling.ChainDrawer;
import org.tweedie.engine.sampling.Seeds;

/** Training and use of chains of latents: what they find, and that they find the same. */
class LatentGraphTest {

  private static final int BATCH = 32;
  private static final DataShape SHAPE = DataShape.point(3);
  private static final DataDescription DATA = DataDescription.of(SHAPE).withLevels(new Levels(8));
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final UpdateSettings STILL = BuiltIn.adamW(0, 1, 0, 0, 0.5);
  private static final UpdateSettings MOVING = BuiltIn.adamW(0.02, 3, 0.01, 1, 0.9);
  private static final NoiseSchedule SCHEDULE = t -> 8 - 12 * t;

  private static LatentParts parts(LatentDesign design) {
    return parts(design, DATA);
  }

  private static LatentParts parts(LatentDesign design, DataDescription data) {
    return new LatentParts(
        data,
        design,
        Optional.of(BuiltIn.make(Kinds.ENCODER, "mlp", "width=8", "layers=1")),
        Optional.of(BuiltIn.make(Kinds.DECODER, "mlp", "width=8", "layers=1")),
        Optional.of(SCHEDULE),
        design.sharesDecoder() ? Optional.of(new Linearly()) : Optional.empty());
  }

  private static LatentDesign learned(int levels, LatentTraining training) {
    List<DataShape> shapes =
        List.of(DataShape.point(2), DataShape.point(4), DataShape.point(2)).subList(0, levels);
    return new LatentDesign(shapes, Encoding.LEARNED, false, StepPrediction.MEAN, training);
  }

  private static LatentDesign scheduled(
      int steps, boolean shared, StepPrediction predicts, boolean consistency) {
    return new LatentDesign(
        Collections.nCopies(steps + 1, SHAPE),
        Encoding.LINEAR_GAUSSIAN,
        shared,
        predicts,
        new LatentTraining(0, 0, 1, 0, consistency));
  }

  private static Batch data(long step, int count) {
    return data(step, count, DATA.levels().orElseThrow());
  }

  private static Batch data(long step, int count, Levels levels) {
    Batch noise = new SeededNoise(step, 0, count, SHAPE).draw(3);
    return noise.map(value -> levels.value(levels.level(value / 2)));
  }

  private static TrainingInput input(long step, int count) {
    return new TrainingInput(
        step, data(step, count), new int[count], TimeDraw.even(new double[count]), 7);
  }

  private static StepResult step(LatentGraph graph, long step, int count) {
    try (Feeds feeds = graph.feed(input(step, count))) {
      return graph.step(feeds);
    }
  }

  private static Map<String, float[]> weights(LatentParts parts) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    LatentGraph.parameters(parts)
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new SeededNoise(5, 0, 1, DataShape.point((int) shape.size()))
                        .draw(name.hashCode())
                        .times(0.3)
                        .values()));
    return weights;
  }

  /** Both are estimates of one number: the step's by its own noise, the chain's on the host. */
  @Test
  void trainingSeesTheBoundThatIsMeasured() {
    for (LatentDesign design :
        List.of(
            learned(1, LatentTraining.plain()),
            learned(3, LatentTraining.plain()),
            scheduled(3, false, StepPrediction.MEAN, false),
            scheduled(3, false, StepPrediction.MEAN, true),
            scheduled(3, false, StepPrediction.NOISE, false),
            scheduled(3, true, StepPrediction.MEAN, false))) {
      assertSameBound(parts(design));
    }
  }

  /** With two levels the decoder puts out a logit alone. */
  @Test
  void ofBinaryDataTooTrainingSeesTheBoundThatIsMeasured() {
    DataDescription binary = DataDescription.of(SHAPE).withLevels(new Levels(2));
    LatentParts parts = parts(learned(1, LatentTraining.plain()), binary);
    assertThat(LatentGraph.parameters(parts).get("decoder/0/out/kernel").get(1)).isEqualTo(3);
    assertSameBound(parts);
    assertSameBound(parts(scheduled(3, true, StepPrediction.MEAN, false), binary));
  }

  private static void assertSameBound(LatentParts parts) {
    Batch x = data(1, BATCH, parts.data().levels().orElseThrow());
    Map<String, float[]> weights = weights(parts);
    double[] trained = new double[30];
    try (LatentGraph graph = new LatentGraph(parts, BATCH, 1, STILL, FAST_START)) {
      graph.initialize(1, weights, Map.of());
      for (int i = 0; i < trained.length; i++) {
        // Always the same examples, with other noise.
        TrainingInput same =
            new TrainingInput(i + 1, x, new int[BATCH], TimeDraw.even(new double[BATCH]), 7);
        try (Feeds feeds = graph.feed(same)) {
          trained[i] = graph.step(feeds).diffusion() * SHAPE.size();
        }
      }
    }
    double[] measured = new double[30];
    try (LatentModel model = new LatentModel(parts, FAST_START)) {
      model.load(weights);
      for (int i = 0; i < measured.length; i++) {
        ChainBound.Terms terms =
            new ChainBound(1, i, true).terms(model.chain(), x, Condition.none(BATCH), 0);
        measured[i] = mean(terms.prior()) + mean(terms.latents()) + mean(terms.reconstruction());
      }
    }
    double error = Math.hypot(standardError(trained), standardError(measured));
    assertThat(mean(trained))
        .as(parts.design().toString())
        .isCloseTo(mean(measured), within(3.5 * error + 1e-4));
  }

  /** Luo's three restrictions at once: the chain is the diffusion, step by step. */
  @Test
  void theLastRungIsTheDiffusion() {
    int steps = 5;
    LatentParts parts = parts(scheduled(steps, true, StepPrediction.NOISE, false));
    Map<String, float[]> weights = weights(parts);
    Batch x = data(2, 20);
    Condition none = Condition.none(20);
    try (LatentModel latents = new LatentModel(parts, FAST_START);
        NetworkModel network =
            new NetworkModel(
                Parts.of(DATA, SCHEDULE, parts.network().orElseThrow(), new PlainNoise()),
                FAST_START)) {
      latents.load(weights);
      network.load(weights);
      TopDownChain chain = (TopDownChain) latents.chain();
      // The discrete bound with as many draws as steps looks at each step once.
      VariationalBound discrete = new VariationalBound(DATA, OptionalInt.of(steps), steps, 9);
      double[] diffusion = discrete.terms(network, x, none, 0).diffusion();
      double[] latent = new double[20];
      for (int i = 1; i <= steps; i++) {
        Batch eps = new SeededNoise(9, 0, 20, SHAPE).draw(i);
        NoiseLevel level = SCHEDULE.at((double) i / steps);
        Batch z = x.combine(level.alpha(), level.sigma(), eps);
        double[] nats = chain.posterior(i, z, x, none).divergence(chain.decode(i, z, none));
        for (int k = 0; k < nats.length; k++) {
          latent[k] += nats[k];
        }
      }
      for (int k = 0; k < latent.length; k++) {
        assertThat(latent[k]).isCloseTo(diffusion[k], within(1e-5 * Math.max(1, diffusion[k])));
      }
      LatentChain same = DiffusionChain.even(network, DATA, steps);
      ChainBound bound = new ChainBound(2, 4, true);
      assertThat(bound.terms(chain, x, none, 0).latents())
          .containsExactly(bound.terms(same, x, none, 0).latents(), within(1e-5));
      assertThat(new ChainDrawer(chain, 20, Seeds.of(3)).draw(none, done -> {}).values())
          .containsExactly(
              new ChainDrawer(same, 20, Seeds.of(3)).draw(none, done -> {}).values(),
              within(1e-5f));
    }
  }

  @Test
  void bothDecompositionsHaveOneMeanAndTheFirstVariesMore() {
    LatentParts parts = parts(scheduled(4, false, StepPrediction.MEAN, false));
    Batch x = data(3, 400);
    try (LatentModel model = new LatentModel(parts, FAST_START)) {
      model.load(weights(parts));
      double[] denoising = total(model.chain(), x, true);
      double[] consistency = total(model.chain(), x, false);
      double error = Math.hypot(standardError(denoising), standardError(consistency));
      assertThat(mean(consistency)).isCloseTo(mean(denoising), within(3 * error));
      assertThat(standardError(consistency)).isGreaterThan(standardError(denoising));
    }
  }

  private static double[] total(LatentChain chain, Batch x, boolean topDown) {
    ChainBound.Terms terms =
        new ChainBound(1, 8, topDown).terms(chain, x, Condition.none(x.count()), 0);
    double[] total = new double[x.count()];
    Arrays.setAll(total, i -> terms.prior()[i] + terms.latents()[i] + terms.reconstruction()[i]);
    return total;
  }

  @Test
  void goingOnGivesTheBitsOfNeverStopping() {
    LatentParts parts = parts(learned(2, new LatentTraining(0.05, 4, 1, 0, false)));
    try (LatentGraph whole = new LatentGraph(parts, BATCH, 1, MOVING, FAST_START);
        LatentGraph again = new LatentGraph(parts, BATCH, 1, MOVING, FAST_START)) {
      whole.initialize(1, Map.of(), Map.of());
      step(whole, 1, BATCH);
      step(whole, 2, BATCH);
      Map<String, float[]> half = whole.state();
      step(whole, 3, BATCH);
      again.load(half);
      step(again, 3, BATCH);
      whole
          .state()
          .forEach((name, values) -> assertThat(again.state().get(name)).isEqualTo(values));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "3, 1"})
  void aStepInPartsIsTheStepOfTheWholeBatch(int samples, int ofGradient) {
    LatentParts parts = parts(learned(2, new LatentTraining(0, 0, samples, ofGradient, false)));
    try (LatentGraph whole = new LatentGraph(parts, BATCH, 1, MOVING, FAST_START);
        LatentGraph halves = new LatentGraph(parts, BATCH / 2, 2, MOVING, FAST_START)) {
      whole.initialize(1, weights(parts), Map.of());
      halves.initialize(1, weights(parts), Map.of());
      StepResult one = step(whole, 1, BATCH);
      StepResult two = step(halves, 1, BATCH);
      assertThat(two.loss()).isCloseTo(one.loss(), within(1e-5));
      assertThat(two.losses()).containsExactly(one.losses(), within(1e-4f));
      assertThat(two.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-4));
    }
  }

  @Test
  void importanceWeightsTightenTheBound() {
    LatentParts one = parts(learned(1, LatentTraining.plain()));
    LatentParts many = parts(learned(1, new LatentTraining(0, 0, 20, 0, false)));
    double[] losses = new double[2];
    int at = 0;
    for (LatentParts parts : List.of(one, many)) {
      try (LatentGraph graph = new LatentGraph(parts, BATCH, 1, STILL, FAST_START)) {
        graph.initialize(1, weights(parts), Map.of());
        for (int i = 1; i <= 20; i++) {
          losses[at] += step(graph, i, BATCH).loss() / 20;
        }
      }
      at++;
    }
    assertThat(losses[1]).isLessThan(losses[0]);
  }

  /**
   * The gradient of one sample, drawn by its weight, is that of all eight on average. Adam's first
   * moment after a step is a tenth of the gradient; along random directions the mean difference of
   * 400 steps is within 4 of its standard errors, and the loss is the same number.
   */
  @Test
  void theGradientOfAFewSamplesIsThatOfAllOnAverage() {
    LatentParts all = parts(learned(2, new LatentTraining(0, 0, 8, 0, false)));
    LatentParts few = parts(learned(2, new LatentTraining(0, 0, 8, 1, false)));
    Map<String, float[]> weights = weights(all);
    int steps = 400;
    double[][] differences = new double[5][steps];
    double[][] gradients = new double[5][steps];
    try (LatentGraph ofAll = new LatentGraph(all, BATCH, 1, STILL, FAST_START);
        LatentGraph ofFew = new LatentGraph(few, BATCH, 1, STILL, FAST_START)) {
      ofAll.initialize(1, weights, Map.of());
      Map<String, float[]> start = ofAll.state();
      for (int i = 0; i < steps; i++) {
        ofAll.load(start);
        ofFew.load(start);
        double loss = step(ofAll, i + 1, BATCH).loss();
        assertThat(step(ofFew, i + 1, BATCH).loss()).isCloseTo(loss, within(1e-5));
        double[] whole = moments(ofAll.state());
        double[] part = moments(ofFew.state());
        for (int direction = 0; direction < 5; direction++) {
          gradients[direction][i] = whole[direction];
          differences[direction][i] = part[direction] - whole[direction];
        }
      }
    }
    for (int direction = 0; direction < 5; direction++) {
      double error = standardError(differences[direction]);
      assertThat(mean(differences[direction])).isCloseTo(0, within(4 * error));
      assertThat(error).isPositive().isLessThan(0.1 * Math.abs(mean(gradients[direction])));
    }
  }

  /** Adam's first moments along five directions. */
  private static double[] moments(Map<String, float[]> state) {
    double[] along = new double[5];
    state.forEach(
        (name, values) -> {
          if (name.startsWith("adam.m/")) {
            Random random = new Random(name.hashCode());
            for (float value : values) {
              for (int i = 0; i < along.length; i++) {
                along[i] += value * random.nextGaussian();
              }
            }
          }
        });
    return along;
  }

  /**
   * With so many free bits that no latent is paid for, the loss is what the data cost and these.
   */
  @Test
  void freeBitsAreAFloorAndWarmupAWeight() {
    LatentParts free = parts(learned(1, new LatentTraining(1000, 0, 1, 0, false)));
    LatentParts warm = parts(learned(1, new LatentTraining(0, 4, 1, 0, false)));
    LatentParts plain = parts(learned(1, LatentTraining.plain()));
    Map<String, float[]> weights = weights(plain);
    double unit = SHAPE.size() * Math.log(2);
    try (LatentGraph freeGraph = new LatentGraph(free, BATCH, 1, STILL, FAST_START);
        LatentGraph warmGraph = new LatentGraph(warm, BATCH, 1, STILL, FAST_START);
        LatentGraph plainGraph = new LatentGraph(plain, BATCH, 1, STILL, FAST_START)) {
      for (LatentGraph graph : List.of(freeGraph, warmGraph, plainGraph)) {
        graph.initialize(1, weights, Map.of());
      }
      StepResult whole = step(plainGraph, 1, BATCH);
      StepResult quarter = step(warmGraph, 1, BATCH);
      double data = step(freeGraph, 1, BATCH).loss() * unit - 2 * 1000;
      double latents = whole.loss() * unit - data;
      assertThat(latents).isPositive();
      assertThat(quarter.loss() * unit).isCloseTo(data + latents / 4, within(1e-2));
      assertThat(quarter.diffusion()).isCloseTo(whole.diffusion(), within(1e-6));
    }
  }

  /** {@code W z + w log SNR + b}, and as many again for a second output. */
  private record Linearly() implements DenoiserNetwork {
    @Override
    public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
      Ops tf = graph.tf();
      int width = SHAPE.size() * input.outputs();
      Operand<TFloat32> kernel =
          graph.parameter("kernel", Initializer.normal(0.3), SHAPE.size(), width);
      Operand<TFloat32> level = graph.parameter("level", Initializer.normal(0.3), 1, width);
      Operand<TFloat32> logSnr =
          tf.math.mul(
              tf.reshape(input.logSnr(), tf.constant(new int[] {-1, 1})), tf.constant(0.1f));
      return tf.math.add(tf.linalg.matMul(input.z(), kernel), tf.linalg.matMul(logSnr, level));
    }
  }

  /** What the network of the last rung predicts. */
  private record PlainNoise() implements Objective {
    @Override
    public Parameterization predicts() {
      return Parameterization.NOISE;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      return SignalError.weighted(batch, Parameterization.NOISE, batch.level().logSnr());
    }
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
