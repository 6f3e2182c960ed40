package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * Losses of the exact denoiser against closed forms. The data are N(0, c^2) with c = 1/2, the log
 * SNR falls linearly from 13.3 to -5, and the exact denoiser is {@code E[x | z] = c^2 alpha z /
 * (c^2 alpha^2 + sigma^2)}.
 */
class BoundTest {

  private static final double C = 0.5;
  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;

  /** {@code 1/2 ln((1 + c^2 SNR_max) / (1 + c^2 SNR_min))}, in nats per dimension. */
  private static final double CONTINUOUS = 5.956014634;

  /**
   * The loss is a quadratic form in (x, eps), so its mean over their distribution is its mean over
   * the two points (c, 1) and (c, -1), exactly.
   */
  private static final DataShape TWO = DataShape.point(2);

  @ParameterizedTest
  @EnumSource
  void isTheClosedFormInContinuousTime(Parameterization predicts) {
    int count = 2000;
    double[] middles = IntStream.range(0, count).mapToDouble(i -> (i + 0.5) / count).toArray();
    float[] losses = exactMoments(new VlbObjective(new VlbObjective.Options(predicts, 0)), middles);
    assertThat(mean(losses) * Math.log(2))
        .as("1/2 integral of -dSNR/dt E|x - x^|^2 = 1/2 ln((1 + c^2 SNR(0)) / (1 + c^2 SNR(1)))")
        .isCloseTo(CONTINUOUS, Percentage.withPercentage(0.001));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 15.727564464, NOISE", "10, 15.727564464, SIGNAL", "10, 15.727564464, VELOCITY",
    "10, 15.727564464, SCORE", "100, 6.485690366, NOISE", "1000, 6.006236783, NOISE"
  })
  void isTheClosedFormInDiscreteSteps(int steps, double nats, Parameterization predicts) {
    Objective objective = new VlbObjective(new VlbObjective.Options(predicts, steps));
    double[] times = IntStream.rangeClosed(1, steps).mapToDouble(i -> (double) i / steps).toArray();
    assertThat(mean(exactMoments(objective, times)) * Math.log(2))
        .as("1/2 sum over t of (SNR(s) - SNR(t)) E|x - x^|^2, T = %d", steps)
        .isCloseTo(nats, Percentage.withPercentage(0.002));
  }

  @ParameterizedTest
  @EnumSource
  void isUnbiasedOnRandomDraws(Parameterization predicts) {
    int count = 4096;
    DataShape shape = DataShape.point(32);
    Random random = new Random(29);
    double[] times =
        IntStream.range(0, count).mapToDouble(i -> (i + random.nextDouble()) / count).toArray();
    float[] signals = new float[count * shape.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (C * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    Objective objective = new VlbObjective(new VlbObjective.Options(predicts, 0));
    float[] losses = losses(objective, shape, times, signals, noises);
    // One dimension's loss at t is L(t) chi^2, of variance 2 L(t)^2, and E over t of L^2 is
    // (114.317 + L^2) / 3 by the single-sample variance that MATHS states: 49.93 nats^2.
    double standardError = Math.sqrt(2 * 49.93 / signals.length);
    assertThat(mean(losses) * Math.log(2))
        .as("The mean loss over random x, eps and stratified t, standard error %s", standardError)
        .isCloseTo(CONTINUOUS, Offset.offset(4 * standardError));
  }

  @ParameterizedTest
  @EnumSource
  void ofTheSimpleLossIsTheVarianceOfTheNoiseGivenTheLatent(Parameterization predicts) {
    double[] times = {0.05, 0.3, 0.5, 0.7, 0.95};
    float[] losses =
        exactMoments(new SimpleObjective(new SimpleObjective.Options(predicts)), times);
    for (int i = 0; i < times.length; i++) {
      double signal = C * C * LINEAR.at(times[i]).snr();
      assertThat((double) losses[i])
          .as("E|eps - eps^|^2 = Var(eps | z) = c^2 SNR / (1 + c^2 SNR) at time %s", times[i])
          .isCloseTo(signal / (1 + signal), Percentage.withPercentage(0.01));
    }
  }

  private static float[] exactMoments(Objective objective, double[] times) {
    float[] signals = new float[2 * times.length];
    float[] noises = new float[2 * times.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) C;
      noises[i] = i % 2 == 0 ? 1 : -1;
    }
    return losses(objective, TWO, times, signals, noises);
  }

  private static float[] losses(
      Objective objective, DataShape shape, double[] times, float[] signals, float[] noises) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, shape, objective.predicts());
      batch.feed(LINEAR, times, objective.timesteps(), signals, noises, BoundTest::errorOfExact);
      return graph.run(objective.loss(batch));
    }
  }

  /** {@code E[x | z] - x}, written so that nothing cancels where there is little noise. */
  static double errorOfExact(NoiseLevel level, double signal, double noise) {
    double power = C * C * level.alpha() * level.alpha() + level.sigma() * level.sigma();
    return level.sigma() * (C * C * level.alpha() * noise - level.sigma() * signal) / power;
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
