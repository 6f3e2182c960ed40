package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.FakeTimes;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembler;

/** The learned schedule on data N(0, 1/4), whose exact denoiser is known. */
@Tag("long")
class LearnedScheduleTrainingTest {

  private static final double C2 = 0.25;
  private static final int BATCH = 512;
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final UpdateSettings OPTIMIZER = BuiltIn.adamW(1e-3, 10, 0.01, 0, 0.995);

  /** {@code E[eps | z]}; its one parameter, which a training must have, is multiplied by zero. */
  private static final DenoiserNetwork EXACT =
      (graph, input) -> {
        Ops tf = graph.tf();
        Operand<TFloat32> logSnr = tf.reshape(input.logSnr(), tf.constant(new int[] {-1, 1}));
        Operand<TFloat32> alpha2 = tf.math.sigmoid(logSnr);
        Operand<TFloat32> sigma2 = tf.math.sigmoid(tf.math.neg(logSnr));
        Operand<TFloat32> variance =
            tf.math.add(tf.math.mul(alpha2, tf.constant((float) C2)), sigma2);
        Operand<TFloat32> factor = tf.math.div(tf.math.sqrt(sigma2), variance);
        Operand<TFloat32> idle =
            tf.math.mul(graph.parameter("idle", Initializer.zeros(), 1), tf.constant(0f));
        return tf.math.add(tf.math.mul(input.z(), factor), idle);
      };

  private static Assembly parts(DataDescription data, String schedule) {
    Assembly chosen =
        Assembler.assemble(
                ConfigReader.read(
                    "test",
                    "data: points\nnetwork: mlp\nobjective: vlb\nschedule: " + schedule,
                    List.of(),
                    new PluginLoader().load(List.of()).registry()))
            .assembly();
    return Parts.of(data, chosen.learnedSchedule().orElseThrow(), EXACT, chosen.objective());
  }

  private static NoiseSchedule train(Assembly parts, int steps, Batch data) {
    int batch = data.count() > 0 ? data.count() : BATCH;
    try (TrainingGraph graph = new TrainingGraph(parts, batch, OPTIMIZER, FAST_START)) {
      graph.initialize(1);
      for (long step = 1; step <= steps; step++) {
        Batch signal =
            data.count() > 0
                ? data
                : new SeededNoise(step, 0, BATCH, parts.data().shape())
                    .draw(0)
                    .times(Math.sqrt(C2));
        TrainingInput input =
            new TrainingInput(
                step,
                signal,
                new int[batch],
                new FakeTimes().draw(batch, new SplittableRandom(step), LossHistory.EMPTY),
                9);
        try (Feeds feeds = graph.feed(input)) {
          graph.step(feeds);
        }
      }
      return TrainedSchedule.of(parts, Average.in(graph.state(), Average.MAIN));
    }
  }

  /** Mean and variance of the bound's single-sample estimator over t, x and eps: chi squared. */
  private static double[] estimator(NoiseSchedule schedule) {
    int count = 200_000;
    double mean = 0;
    double square = 0;
    for (int i = 0; i < count; i++) {
      double t = (i + 0.5) / count;
      double snr = C2 * Math.exp(schedule.logSnr(t));
      double loss = -schedule.logSnrSlope(t) / 2 * snr / (1 + snr);
      mean += loss / count;
      square += loss * loss / count;
    }
    return new double[] {mean, 3 * square - mean * mean};
  }

  private static final Batch FRESH = Batch.zeros(DataShape.point(1), 0);

  @Test
  void linearLogSnrHasThePublishedVariance() {
    assertThat(estimator(t -> 13.3 - 18.3 * t)[1]).isCloseTo(114.317, within(1e-3));
  }

  @Test
  void theCurveBetweenFixedEndsComesToTheLeastVarianceAndLeavesTheLossWhereItIs() {
    DataDescription data = new DataDescription(DataShape.point(1), Optional.empty(), List.of());
    Assembly parts = parts(data, "{type: learned, learn-ends: false}");
    double[] before = estimator(train(parts, 0, FRESH));
    assertThat(before[1]).as("variance before training").isCloseTo(114.317, within(4.0));
    double[] after = estimator(train(parts, 2000, FRESH));
    assertThat(after[1])
        .as("variance after training; the least is 2 L^2 = 70.948")
        .isBetween(70.94, 70.948 * 1.03);
    assertThat(after[0]).as("loss").isCloseTo(5.956014634, within(5.956014634 * 1e-3));
  }

  @Test
  void theEndTermsAreThoseThatTheBoundMeasures() {
    DataDescription data =
        new DataDescription(DataShape.point(64), Optional.of(new Levels(16)), List.of());
    Batch x = levels(data, BATCH);
    Assembly parts = parts(data, "{type: learned, gamma-min: -4, gamma-max: 3, learn-ends: false}");
    NoiseSchedule schedule = TrainedSchedule.initial(parts.learnedSchedule().orElseThrow(), 1);
    VariationalBound bound = new VariationalBound(data, OptionalInt.empty(), 1, 3);
    double expected =
        mean(bound.prior(schedule, x))
            + mean(
                bound.reconstruction(
                    schedule, x, new SeededNoise(3, 0, BATCH, data.shape()).draw(0)));
    double found;
    try (TrainingGraph graph = new TrainingGraph(parts, BATCH, OPTIMIZER, FAST_START)) {
      graph.initialize(1);
      TrainingInput input =
          new TrainingInput(
              1,
              x,
              new int[BATCH],
              new FakeTimes().draw(BATCH, new SplittableRandom(1), LossHistory.EMPTY),
              9);
      try (Feeds feeds = graph.feed(input)) {
        found = graph.step(feeds).endTerms().orElseThrow();
      }
    }
    // Both draw noise of their own for 32,768 numbers; one standard error is about 0.003.
    assertThat(found).isCloseTo(expected / (64 * Math.log(2)), within(0.012));
  }

  /**
   * At both ends the bound is known: prior and reconstruction, and of the diffusion term what
   * depends on that end, {@code 1/2 log(1 + c^2 SNR)} (more of it at time 0, less at time 1).
   */
  @Test
  void endsFollowTheBound() {
    DataDescription data =
        new DataDescription(DataShape.point(64), Optional.of(new Levels(16)), List.of());
    Batch x = levels(data, BATCH / 4);
    Assembly parts = parts(data, "{type: learned, gamma-min: -3, gamma-max: -1}");
    NoiseSchedule schedule = train(parts, 1500, x);
    VariationalBound bound = new VariationalBound(data, OptionalInt.empty(), 1, 3);
    Batch noise = new SeededNoise(3, 0, x.count(), data.shape()).draw(0);
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double logSnr = 2; logSnr < 10; logSnr += 0.05) {
      double end = logSnr;
      double total =
          mean(bound.reconstruction(t -> end, x, noise)) / 64
              + Math.log1p(C2 * Math.exp(logSnr)) / 2;
      best = total < least ? logSnr : best;
      least = Math.min(least, total);
    }
    assertThat(schedule.logSnr(0)).as("log SNR at time 0, begun at 3").isCloseTo(best, within(0.4));
    assertThat(schedule.logSnr(1))
        .as("log SNR at time 1, begun at 1: the prior sees the less of the data the better")
        .isLessThan(0.3);
  }

  private static Batch levels(DataDescription data, int count) {
    float[] values = new float[count * data.shape().size()];
    SplittableRandom random = new SplittableRandom(4);
    Levels levels = data.levels().orElseThrow();
    for (int i = 0; i < values.length; i++) {
      double value = Math.sqrt(C2) * random.nextGaussian();
      int level = (int) Math.floor((value + 1) / 2 * levels.count());
      values[i] = levels.value(Math.max(0, Math.min(levels.count() - 1, level)));
    }
    return Batch.of(data.shape(), values);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
