package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.denoisers.ScoreMatchingObjective.Form;
import org.tweedie.denoisers.ScoreMatchingObjective.Options;
import org.tweedie.denoisers.ScoreMatchingObjective.Weight;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/** The forms of score matching against one another (Luo, arXiv 2208.11970, equation 157). */
class ScoreMatchingObjectiveTest {

  private static final NoiseSchedule STRAIGHT = t -> 6 - 12 * t;

  @ParameterizedTest
  @EnumSource
  void denoisingFormIsTheSimpleLossOrTheBound(Parameterization predicts) {
    float[] simple = losses(new SimpleObjective(new SimpleObjective.Options(predicts)));
    float[] bound = losses(new VlbObjective(new VlbObjective.Options(predicts, 0)));
    assertClose(losses(of(predicts, Form.DENOISING, Weight.NOISE_VARIANCE)), simple);
    assertClose(losses(of(predicts, Form.DENOISING, Weight.LIKELIHOOD)), bound);
  }

  /**
   * One dimension, data at -0.6 and 0.6, networks {@code S = a tanh(b z) + c z}: every expectation
   * is a sum over a grid of eps, exact to more digits than float32 has.
   */
  @Test
  void formsDifferFromExplicitScoreMatchingByWhatNoNetworkChanges() {
    double[][] networks = {{0, 1, 0}, {0.7, 1.3, -0.9}, {-1.2, 0.8, 0.4}, {0.3, -2, -1.5}};
    for (double logSnr : new double[] {-2, 0, 2}) {
      NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
      double[] constants = new double[networks.length];
      for (int i = 0; i < networks.length; i++) {
        double denoising = expectation(Form.DENOISING, logSnr, networks[i]);
        assertThat(expectation(Form.IMPLICIT, logSnr, networks[i]))
            .as("E|S|^2 + 2 sigma E[tr J] + 1 = E|S + eps|^2 at log SNR %s", logSnr)
            .isCloseTo(denoising, within(2e-5 * (1 + denoising)));
        assertThat(expectation(Form.SLICED, logSnr, networks[i]))
            .as("in one dimension v'J v is the trace, at log SNR %s", logSnr)
            .isCloseTo(denoising, within(2e-5 * (1 + denoising)));
        constants[i] = denoising - explicit(level, networks[i]);
      }
      for (double constant : constants) {
        assertThat(constant)
            .as(
                "E|S + eps|^2 - E|S - sigma grad log p|^2 = E[Var(eps | z)], whatever the network,"
                    + " at log SNR %s",
                logSnr)
            .isCloseTo(constants[0], within(1e-4))
            .isBetween(0.0, 1.0);
      }
    }
  }

  /**
   * Two dimensions, a network whose Jacobian is not symmetric: the losses' means, and the gradients
   * by its weights, agree within the standard error of shared draws.
   */
  @Test
  void formsHaveTheSameMeanAndTheSameGradientsInTheMean() {
    int rounds = 40;
    double[][][] all = new double[Form.values().length][rounds][];
    for (Form form : Form.values()) {
      all[form.ordinal()] = meansAndGradients(form, rounds);
    }
    int numbers = all[0][0].length;
    for (Form form : List.of(Form.SLICED, Form.IMPLICIT)) {
      for (int k = 0; k < numbers; k++) {
        double mean = 0;
        double squares = 0;
        for (int round = 0; round < rounds; round++) {
          double difference = all[form.ordinal()][round][k] - all[0][round][k];
          mean += difference / rounds;
          squares += difference * difference / rounds;
        }
        double standardError = Math.sqrt((squares - mean * mean) / (rounds - 1));
        assertThat(standardError).isBetween(1e-6, 0.05);
        assertThat(mean)
            .as(
                "%s less denoising, %s, standard error %s",
                form, k == 0 ? "the loss" : "the gradient by weight " + k, standardError)
            .isCloseTo(0, within(4 * standardError));
      }
    }
  }

  private static double[][] meansAndGradients(Form form, int rounds) {
    DataShape shape = DataShape.point(2);
    Objective objective = of(Parameterization.SCORE, form, Weight.NOISE_VARIANCE);
    try (TestGraph graph = TestGraph.forInference(3)) {
      Ops tf = graph.tf();
      TestDenoising batch =
          new TestDenoising(
              graph,
              shape,
              Parameterization.SCORE,
              (z, logSnr) -> {
                Operand<TFloat32> into = graph.parameter("in", Initializer.normal(0.7), 2, 4);
                Operand<TFloat32> out = graph.parameter("out", Initializer.normal(0.7), 4, 2);
                return tf.linalg.matMul(tf.math.sigmoid(tf.linalg.matMul(z, into)), out);
              });
      Operand<TFloat32> loss = tf.math.mean(objective.loss(batch), tf.constant(0));
      List<Operand<TFloat32>> fetches = new ArrayList<>(List.of(loss));
      graph
          .gradients(loss, tf.constant(1f), List.of(graph.parameter("in"), graph.parameter("out")))
          .forEach(gradient -> fetches.add(gradient.orElseThrow()));
      graph.initialize();
      Random random = new Random(8);
      double[][] results = new double[rounds][];
      for (int round = 0; round < rounds; round++) {
        int count = 2000;
        double[] times = new double[count];
        Arrays.setAll(times, i -> random.nextDouble());
        float[] signals = new float[2 * count];
        float[] noises = new float[2 * count];
        for (int i = 0; i < signals.length; i++) {
          signals[i] = (float) (0.5 * random.nextGaussian());
          noises[i] = (float) random.nextGaussian();
        }
        batch.feed(STRAIGHT, times, OptionalInt.empty(), signals, noises, (l, x, e) -> 0);
        results[round] =
            graph.run(fetches).stream()
                .flatMapToDouble(
                    values -> {
                      double[] wide = new double[values.length];
                      Arrays.setAll(wide, i -> values[i]);
                      return Arrays.stream(wide);
                    })
                .toArray();
      }
      return results;
    }
  }

  /** Over eps in [-7, 7] by the trapezium rule, for both signals. */
  private static double expectation(Form form, double logSnr, double[] network) {
    int nodes = 1401;
    double[] times = new double[2 * nodes];
    Arrays.fill(times, STRAIGHT.timeOf(logSnr));
    float[] signals = new float[2 * nodes];
    float[] noises = new float[2 * nodes];
    double[] weights = new double[2 * nodes];
    for (int i = 0; i < 2 * nodes; i++) {
      double eps = -7 + 14.0 * (i % nodes) / (nodes - 1);
      signals[i] = i < nodes ? -0.6f : 0.6f;
      noises[i] = (float) eps;
      weights[i] = normal(eps) * 14 / (nodes - 1) / 2;
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      Ops tf = graph.tf();
      TestDenoising batch =
          new TestDenoising(
              graph,
              DataShape.point(1),
              Parameterization.SCORE,
              (z, ignored) ->
                  tf.math.add(
                      tf.math.mul(
                          tf.constant((float) network[0]),
                          tf.math.tanh(tf.math.mul(tf.constant((float) network[1]), z))),
                      tf.math.mul(tf.constant((float) network[2]), z)));
      Objective objective = of(Parameterization.SCORE, form, Weight.NOISE_VARIANCE);
      batch.feed(STRAIGHT, times, OptionalInt.empty(), signals, noises, (level, x, e) -> 0);
      float[] losses = graph.run(objective.loss(batch));
      double sum = 0;
      for (int i = 0; i < losses.length; i++) {
        sum += weights[i] * losses[i];
      }
      return sum;
    }
  }

  /** {@code E|S - sigma grad log p(z)|^2} in double precision, by the trapezium rule over z. */
  private static double explicit(NoiseLevel level, double[] network) {
    double sum = 0;
    double step = 0.002;
    for (double z = -9; z <= 9; z += step) {
      double right = normal((z - 0.6 * level.alpha()) / level.sigma()) / level.sigma();
      double left = normal((z + 0.6 * level.alpha()) / level.sigma()) / level.sigma();
      double density = (left + right) / 2;
      double mean = 0.6 * level.alpha() * (right - left) / (right + left);
      double scaledScore = (mean - z) / level.sigma();
      double found = network[0] * Math.tanh(network[1] * z) + network[2] * z;
      sum += density < 1e-300 ? 0 : step * density * Math.pow(found - scaledScore, 2);
    }
    return sum;
  }

  private static double normal(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static Objective of(Parameterization predicts, Form form, Weight weight) {
    return new ScoreMatchingObjective(new Options(predicts, form, weight, 1));
  }

  private static float[] losses(Objective objective) {
    int count = 16;
    double[] times = new double[count];
    Arrays.setAll(times, i -> (i + 0.5) / count);
    Random random = new Random(4);
    float[] signals = new float[2 * count];
    float[] noises = new float[2 * count];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (0.5 * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, DataShape.point(2), objective.predicts());
      batch.feed(
          STRAIGHT, times, OptionalInt.empty(), signals, noises, (level, x, eps) -> 0.1 * x * eps);
      return graph.run(objective.loss(batch));
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(1e-5f * (1 + expected[i])));
    }
  }
}
