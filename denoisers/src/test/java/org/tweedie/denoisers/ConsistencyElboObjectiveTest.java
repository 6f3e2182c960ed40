package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * Luo's two decompositions as objectives, on one draw of x, eps and time at a time, for data N(0,
 * 1/4) and their exact denoiser: in nats per dimension, like the closed forms of {@link BoundTest}.
 *
 * <p>On 200,000 draws the variances were, in nats^2, 1,256 beside 876 with T = 10, 11,361 beside
 * 138 with T = 100, and 1,011,499 beside 116 with T = 1000: the first grows with T^2, the second
 * falls to that of continuous time.
 */
class ConsistencyElboObjectiveTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final int DRAWS = 100_000;

  private record Estimate(double mean, double variance) {
    double standardError() {
      return Math.sqrt(variance / DRAWS);
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 15.727564464, 1.1", "100, 6.485690366, 10", "1000, 6.006236783, 100"})
  void hasTheExpectationOfTheBoundAndALargerVariance(int steps, double bound, double ratio) {
    Estimate first = estimate(consistency(steps), times(steps));
    Estimate second =
        estimate(
            new VlbObjective(new VlbObjective.Options(Parameterization.NOISE, steps)),
            times(steps));
    assertThat(first.mean)
        .as("T = %d: the bound by consistency (Luo, equation 44), s.e. %s", steps, first)
        .isCloseTo(bound, within(4 * first.standardError()));
    assertThat(second.mean)
        .as("T = %d: the bound by denoising (Luo, equation 58), s.e. %s", steps, second)
        .isCloseTo(bound, within(4 * second.standardError()));
    assertThat(first.variance / second.variance)
        .as("T = %d: how many times the variance, %s and %s", steps, first, second)
        .isGreaterThan(ratio);
  }

  /** Not over all times alone: at each time by itself. */
  @Test
  void hasTheExpectationOfTheBoundAtEveryTime() {
    int steps = 5;
    for (int i = 1; i <= steps; i++) {
      double[] times = new double[DRAWS];
      Arrays.fill(times, (double) i / steps);
      Estimate first = estimate(consistency(steps), times);
      Estimate second =
          estimate(
              new VlbObjective(new VlbObjective.Options(Parameterization.NOISE, steps)), times);
      assertThat(first.mean)
          .as("step %d of %d: %s beside %s", i, steps, first, second)
          .isCloseTo(
              second.mean, within(4 * Math.hypot(first.standardError(), second.standardError())));
    }
  }

  private static Objective consistency(int steps) {
    return new ConsistencyElboObjective(
        new ConsistencyElboObjective.Options(Parameterization.NOISE, steps));
  }

  private static double[] times(int steps) {
    Random random = new Random(steps);
    double[] times = new double[DRAWS];
    Arrays.setAll(times, i -> (1.0 + random.nextInt(steps)) / steps);
    return times;
  }

  private static Estimate estimate(Objective objective, double[] times) {
    Random random = new Random(23);
    float[] signals = new float[DRAWS];
    float[] noises = new float[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      signals[i] = (float) (0.5 * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, DataShape.point(1), objective.predicts());
      batch.feed(LINEAR, times, objective.timesteps(), signals, noises, BoundTest::errorOfExact);
      float[] losses = graph.run(objective.loss(batch));
      double mean = BoundTest.mean(losses) * Math.log(2);
      double squares = 0;
      for (float loss : losses) {
        squares += Math.pow(loss * Math.log(2) - mean, 2);
      }
      return new Estimate(mean, squares / (DRAWS - 1));
    }
  }
}
