package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * The learnt variance against its optimum for data N(0, c^2), c = 1/2, and their exact denoiser: it
 * is known in closed form (Bao et al., arXiv 2201.06503, theorem 1), and it is the variance of z_s
 * given z_t.
 */
class HybridObjectiveTest {

  private static final double C2 = 0.25;
  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;

  /** The loss is a quadratic form in (x, eps): its mean is that over (c, 1) and (c, -1). */
  private static final DataShape TWO = DataShape.point(2);

  @Test
  void bestVarianceIsThatOfTheReverseStepOfGaussianData() {
    for (int steps : new int[] {2, 5, 50}) {
      for (int i = 1; i <= steps; i++) {
        NoiseLevel t = LINEAR.at((double) i / steps);
        NoiseLevel s = LINEAR.at((i - 1.0) / steps);
        double covariance = t.alpha() / s.alpha() * variance(s);
        double ofStep = variance(s) - covariance * covariance / variance(t);
        double deviation = ReverseVariance.deviation(t, s, best(t, s));
        assertThat(deviation * deviation).isCloseTo(ofStep, Percentage.withPercentage(1e-6));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void lossIsLeastAtTheBestVariance(Parameterization predicts) {
    int steps = 4;
    float[] best = fractions(steps);
    float[] low = best.clone();
    float[] high = best.clone();
    for (int i = 0; i < best.length; i++) {
      low[i] -= 0.02f;
      high[i] += 0.02f;
    }
    List<float[]> all = slopes(predicts, steps, best, low, high);
    for (int i = 0; i < steps; i++) {
      float[] slopes = all.get(i);
      String as = "slope of the mean loss by the variance's fraction at step " + (i + 1);
      assertThat(slopes[1]).as(as + " below the optimum").isNegative();
      assertThat(slopes[2]).as(as + " above the optimum").isPositive();
      assertThat((double) slopes[0])
          .as(as + " at the optimum")
          .isCloseTo(0, within(0.01 * (slopes[2] - slopes[1])));
    }
  }

  /**
   * With the true variance every reverse step is exact, and the sum of the divergences is what z_0
   * tells of x beyond z_1, {@code 1/2 ln((1 + c^2 SNR(0)) / (1 + c^2 SNR(1)))}: the bound of the
   * continuous model, in however few steps. With the posterior's variance, 4 steps cost far more.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 10})
  void bestVarianceMakesTheBoundOfFewStepsThatOfContinuousTime(int steps) {
    assertThat(nats(steps, fractions(steps)))
        .isCloseTo(5.956014634, Percentage.withPercentage(0.002));
    assertThat(nats(steps, new float[2 * steps])).isGreaterThan(15);
  }

  @Test
  void posteriorsVarianceIsTheBoundOfDiscreteSteps() {
    assertThat(nats(10, new float[20])).isCloseTo(15.727564464, Percentage.withPercentage(0.002));
  }

  /** x^ is held fixed in the bound, so its weight leaves the prediction's gradient alone. */
  @ParameterizedTest
  @EnumSource
  void boundDoesNotTeachThePrediction(Parameterization predicts) {
    float[] without = gradientOfOutput(hybrid(predicts, 4, 0));
    float[] with = gradientOfOutput(hybrid(predicts, 4, 10));
    assertThat(with).containsExactly(without);
    assertThat(without).as("the simple loss has one").isNotEqualTo(new float[without.length]);
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheBoundItIsTheSimpleLoss(Parameterization predicts) {
    float[] half = new float[8];
    Arrays.fill(half, 0.5f);
    assertThat(losses(hybrid(predicts, 4, 0), 4, half))
        .containsExactly(
            losses(new SimpleObjective(new SimpleObjective.Options(predicts)), 4, half));
  }

  private static double variance(NoiseLevel level) {
    return C2 * level.alpha() * level.alpha() + level.sigma() * level.sigma();
  }

  private static double best(NoiseLevel t, NoiseLevel s) {
    double excess = (s.snr() - t.snr()) * C2 / (1 + C2 * t.snr());
    return Math.log1p(excess) / ReverseVariance.logExcess(t, s, 1);
  }

  /** For two dimensions at each of the times i/T. */
  private static float[] fractions(int steps) {
    float[] fractions = new float[2 * steps];
    for (int i = 0; i < fractions.length; i++) {
      int step = i / 2 + 1;
      fractions[i] =
          (float) best(LINEAR.at((double) step / steps), LINEAR.at((step - 1.0) / steps));
      assertThat(fractions[i]).as("between posterior and upper variance").isBetween(0f, 1f);
    }
    return fractions;
  }

  /** L_vlb in nats per dimension, a sum over the steps. */
  private static double nats(int steps, float[] fractions) {
    double lambda = 1e6;
    float[] with = losses(hybrid(Parameterization.NOISE, steps, lambda), steps, fractions);
    float[] without = losses(hybrid(Parameterization.NOISE, steps, 0), steps, fractions);
    return (BoundTest.mean(with) - BoundTest.mean(without)) / lambda * Math.log(2);
  }

  private static Objective hybrid(Parameterization predicts, int steps, double lambda) {
    return new HybridObjective(new HybridObjective.Options(predicts, steps, lambda));
  }

  private static float[] losses(Objective objective, int steps, float[] fractions) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = batch(graph, objective.predicts(), steps, objective);
      batch.feedVarianceFraction(fractions);
      return graph.run(objective.loss(batch));
    }
  }

  private static List<float[]> slopes(Parameterization predicts, int steps, float[]... fractions) {
    Objective objective = hybrid(predicts, steps, 0.001);
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = batch(graph, predicts, steps, objective);
      Operand<TFloat32> loss = objective.loss(batch);
      Operand<TFloat32> slope =
          graph
              .gradients(loss, graph.tf().onesLike(loss), List.of(batch.varianceFraction()))
              .get(0)
              .orElseThrow();
      List<float[]> slopes =
          Arrays.stream(fractions)
              .map(
                  values -> {
                    batch.feedVarianceFraction(values);
                    return graph.run(slope);
                  })
              .toList();
      return IntStream.range(0, steps)
          .mapToObj(
              i -> {
                float[] sums = new float[slopes.size()];
                for (int k = 0; k < sums.length; k++) {
                  sums[k] = slopes.get(k)[2 * i] + slopes.get(k)[2 * i + 1];
                }
                return sums;
              })
          .toList();
    }
  }

  private static float[] gradientOfOutput(Objective objective) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = batch(graph, objective.predicts(), 4, objective);
      batch.feedVarianceFraction(fractions(4));
      Operand<TFloat32> loss = objective.loss(batch);
      return graph.run(
          graph
              .gradients(loss, graph.tf().onesLike(loss), List.of(batch.output()))
              .get(0)
              .orElseThrow());
    }
  }

  private static TestDenoising batch(
      TestGraph graph, Parameterization predicts, int steps, Objective objective) {
    double[] times = IntStream.rangeClosed(1, steps).mapToDouble(i -> (double) i / steps).toArray();
    float[] signals = new float[2 * steps];
    float[] noises = new float[2 * steps];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) Math.sqrt(C2);
      noises[i] = i % 2 == 0 ? 1 : -1;
    }
    TestDenoising batch = new TestDenoising(graph, TWO, predicts);
    batch.feed(LINEAR, times, objective.timesteps(), signals, noises, BoundTest::errorOfExact);
    return batch;
  }
}
