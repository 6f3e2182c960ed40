package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * The smallest network against closed forms for Gaussian data. The loss is a quadratic form in
 * signal and noise, so its mean over their distribution is its mean over a few points of the same
 * first and second moments, exactly: nothing here is random.
 */
class LinearNetworkTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;

  /** 1/2 ln((1 + c^2 SNR(0)) / (1 + c^2 SNR(1))) for c = 1/2, in nats per dimension. */
  private static final double CONTINUOUS = 5.956014634;

  private static final int TIMES = 200;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOW")
  void learnsTheClosedFormOptimumWhateverItPredicts(Parameterization predicts) {
    double[][] signals = {{0.3 + 0.5, -0.2 + 0.5}, {0.3 - 0.5, -0.2 - 0.5}};
    double[] nats = trained(predicts, LinearNetwork.Covariance.DIAGONAL, signals, 800);
    assertThat(nats[0]).as("the loss of mean 0 and variance 1").isGreaterThan(1.01 * CONTINUOUS);
    assertThat(nats[1])
        .as("1/2 ln((1 + c^2 SNR(0)) / (1 + c^2 SNR(1)))")
        .isCloseTo(CONTINUOUS, Percentage.withPercentage(0.01));
  }

  /** Half the sum of the closed form over the variances along the two axes, 0.5 and 0.005. */
  @Test
  void learnsCorrelationsIfAskedTo() {
    double[][] signals = {{0.8, 0.6}, {-0.8, -0.6}, {0.06, -0.08}, {-0.06, 0.08}};
    double exact = (optimum(0.5) + optimum(0.005)) / 2;
    double[] full = trained(Parameterization.NOISE, LinearNetwork.Covariance.FULL, signals, 1500);
    assertThat(full[1]).isCloseTo(exact, Percentage.withPercentage(0.01));
    double[] diagonal =
        trained(Parameterization.NOISE, LinearNetwork.Covariance.DIAGONAL, signals, 1500);
    double blind = (optimum(0.3218) + optimum(0.1832)) / 2;
    assertThat(blind).isGreaterThan(1.05 * exact);
    assertThat(diagonal[1])
        .as("without correlations it is the optimum of the variances of each number")
        .isCloseTo(blind, Percentage.withPercentage(0.01));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOW")
  void isExactAtEveryNoiseLevel(Parameterization predicts) {
    double mean = 0.3;
    double variance = 0.09;
    double[] logSnrs = {-60, -40, -20, -5, 0, 3, 13.3, 25, 60};
    float[] z = new float[logSnrs.length];
    float[] fed = new float[logSnrs.length];
    double[] exact = new double[logSnrs.length];
    for (int i = 0; i < logSnrs.length; i++) {
      NoiseLevel level = NoiseLevel.variancePreserving(logSnrs[i]);
      z[i] = (float) (Math.sin(3 * i) + 0.2);
      fed[i] = (float) logSnrs[i];
      double power = variance * level.alpha() * level.alpha() + level.sigma() * level.sigma();
      double apart = z[i] - level.alpha() * mean;
      exact[i] =
          predicts.target(
              level,
              mean + variance * level.alpha() / power * apart,
              level.sigma() / power * apart);
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> latent = graph.floats(-1, 1);
      Operand<TFloat32> logSnr = graph.floats(-1);
      Operand<TFloat32> output =
          network(predicts, LinearNetwork.Covariance.DIAGONAL, 1)
              .output(graph, NetworkInput.of(latent, logSnr, graph.integers(-1)));
      graph.initialize();
      graph.set("mean", new float[] {(float) mean});
      graph.set("log-variance", new float[] {(float) Math.log(variance)});
      graph.feed(latent, z, z.length, 1);
      graph.feed(logSnr, fed, fed.length);
      float[] values = graph.run(output);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) values[i])
            .as("%s at log SNR %s", predicts, logSnrs[i])
            .isCloseTo(exact[i], within(2e-6 * (1 + Math.abs(exact[i]))));
      }
    }
  }

  @Test
  void objectsToSchedulesAndPreconditioningsThatItCannotFollow() {
    LinearNetwork network = network(Parameterization.NOISE, LinearNetwork.Covariance.DIAGONAL, 2);
    assertThat(network.objections(assembly(LINEAR, new NoPreconditioning()))).isEmpty();
    NoiseSchedule exploding =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return 10 - 20 * t;
          }

          @Override
          public NoiseLevel at(double t) {
            return new NoiseLevel(1, Math.exp(-logSnr(t) / 2), logSnr(t));
          }
        };
    Preconditioning edm = new EdmPreconditioning(new EdmPreconditioning.Options(0.5));
    assertThat(network.objections(assembly(exploding, edm)))
        .containsExactly(
            "The network linear knows alpha and sigma from the log SNR, by alpha^2 + sigma^2 = 1,"
                + " and the schedule is not variance preserving. Please take one that is, or another"
                + " network.",
            "The network linear calculates the prediction itself, which a preconditioning would"
                + " change. Please set preconditioning: none.");
  }

  @Test
  void refusesAFlow() {
    assertThatThrownBy(() -> network(Parameterization.FLOW, LinearNetwork.Covariance.DIAGONAL, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a flow is by how fast they change");
  }

  @Test
  void refusesTheWholeCovarianceOfLargeData() {
    assertThatThrownBy(() -> network(Parameterization.NOISE, LinearNetwork.Covariance.FULL, 784))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The covariance of examples of 784 numbers has 614656 entries; full goes up to 64"
                + " numbers. Set covariance: diagonal.");
  }

  /** The loss before and after some steps on all of the data, in nats per dimension. */
  private static double[] trained(
      Parameterization predicts,
      LinearNetwork.Covariance covariance,
      double[][] points,
      int steps) {
    Objective objective = new VlbObjective(new VlbObjective.Options(predicts, 0));
    LinearNetwork network = network(predicts, covariance, 2);
    try (TestGraph graph = TestGraph.forTraining(3)) {
      TestDenoising batch =
          new TestDenoising(
              graph,
              DataShape.point(2),
              predicts,
              (z, logSnr) -> network.output(graph, NetworkInput.of(z, logSnr, graph.integers(-1))));
      Operand<TFloat32> loss = graph.tf().math.mean(objective.loss(batch), graph.tf().constant(0));
      Op step = TestAdam.step(graph, 1e-2, loss);
      graph.initialize();
      feed(batch, points);
      double before = graph.run(loss)[0] * Math.log(2);
      for (int i = 0; i < steps; i++) {
        graph.execute(step);
      }
      return new double[] {before, graph.run(loss)[0] * Math.log(2)};
    }
  }

  /** Every point with noise of every sign, at times in the middle of equal intervals. */
  private static void feed(TestDenoising batch, double[][] points) {
    int each = 4 * points.length;
    double[] times = new double[TIMES * each];
    float[] signals = new float[2 * times.length];
    float[] noises = new float[2 * times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = (i / each + 0.5) / TIMES;
      double[] point = points[i % each / 4];
      for (int k = 0; k < 2; k++) {
        signals[2 * i + k] = (float) point[k];
        noises[2 * i + k] = (i >> k) % 2 == 0 ? 1 : -1;
      }
    }
    batch.feed(LINEAR, times, OptionalInt.empty(), signals, noises, (level, x, eps) -> 0);
  }

  private static double optimum(double variance) {
    return 0.5
        * Math.log((1 + variance * LINEAR.at(0).snr()) / (1 + variance * LINEAR.at(1).snr()));
  }

  private static LinearNetwork network(
      Parameterization predicts, LinearNetwork.Covariance covariance, int numbers) {
    return new LinearNetwork(
        new LinearNetwork.Options(covariance),
        DataDescription.of(DataShape.point(numbers)),
        new VlbObjective(new VlbObjective.Options(predicts, 0)));
  }

  private static Assembly assembly(NoiseSchedule schedule, Preconditioning preconditioning) {
    DataDescription data = DataDescription.of(DataShape.point(2));
    return new Assembly(
        data,
        schedule,
        Optional.empty(),
        network(Parameterization.NOISE, LinearNetwork.Covariance.DIAGONAL, 2),
        preconditioning,
        new VlbObjective(new VlbObjective.Options(Parameterization.NOISE, 0)),
        new LowDiscrepancyTimes(),
        (denoiser, start, noise, listener) -> start,
        model -> model,
        0);
  }
}
