package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;
import org.tweedie.laws.identity.Spread;
import org.tweedie.samplers.AnnealedLangevinSampler.Options;

class AnnealedLangevinSamplerTest extends SamplerContract {

  private static final int LEVELS = 500;
  private static final int INNER_STEPS = 5;
  private static final double STEP_SIZE = 0.1;

  @Override
  protected Sampler sampler(int steps) {
    return of(steps, INNER_STEPS, STEP_SIZE);
  }

  @Override
  protected int manySteps() {
    return LEVELS;
  }

  @Override
  protected int varianceSamples() {
    return 3000;
  }

  /** What the chain's recursion leaves on the contract's data, and no more: 0.0589. */
  @Override
  protected double varianceTolerance() {
    return ratio(new Chain(LEVELS, INNER_STEPS, STEP_SIZE), StraightSchedule.WIDE, 0.2) - 1;
  }

  /**
   * Levels, steps at each, and their size.
   *
   * @param levels how many levels, even in log SNR
   * @param innerSteps how many steps at each of them
   * @param stepSize their size c / s^2
   */
  private record Chain(int levels, int innerSteps, double stepSize) {
    AnnealedLangevinSampler sampler() {
      return of(levels, innerSteps, stepSize);
    }
  }

  static Stream<Chain> chains() {
    return Stream.of(
        new Chain(40, 3, 0.3),
        new Chain(100, 5, 0.1),
        new Chain(60, 1, 1),
        new Chain(10, 20, 0.05),
        new Chain(25, 4, 1.8));
  }

  /** On Gaussian data all is linear, so the variance is that of the recursion, digit by digit. */
  @ParameterizedTest
  @MethodSource("chains")
  void varianceOfGaussianSamplesFollowsTheRecursion(Chain chain) {
    StraightSchedule schedule = new StraightSchedule(8, -8);
    GaussianModel model = new GaussianModel(schedule, 0.5, Parameterization.NOISE);
    NoiseLevel last = schedule.at(0);
    double exact = Math.pow(model.signalFactor(last), 2) * model.variance(last) / 0.25;
    assertThat(Spread.error(chain.sampler(), new AtomicInteger()))
        .isCloseTo(Math.abs(ratio(chain, schedule, 0.5) / exact - 1), within(2e-5));
  }

  /** The same on noise that is drawn, to five standard errors of n values: sqrt(2 / n). */
  @ParameterizedTest
  @MethodSource("chains")
  void varianceOfDrawnSamplesFollowsTheRecursion(Chain chain) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.2, Parameterization.NOISE);
    Batch samples = Runs.samples(chain.sampler(), model, 3000);
    double expected = 0.04 * ratio(chain, StraightSchedule.WIDE, 0.2);
    double standardError = expected * Math.sqrt(2.0 / samples.values().length);
    assertThat(Runs.variance(samples)).isCloseTo(expected, within(5 * standardError));
  }

  /**
   * A chain lags behind the levels once s^2 is small beside the data's variance v, where a step
   * forgets only the share c s^2 / v. Few levels leave it where it lagged; many leave the data.
   */
  @Test
  void recursionLeavesTheDataAsLevelsGrow() {
    double[] errors =
        IntStream.of(LEVELS, 1000, 3000, 10_000)
            .mapToDouble(
                levels ->
                    ratio(new Chain(levels, INNER_STEPS, STEP_SIZE), StraightSchedule.WIDE, 0.2)
                        - 1)
            .toArray();
    assertThat(errors).containsExactly(new double[] {0.0589, 0.0286, 0.0094, 0.0028}, within(1e-4));
  }

  /** At one level it is the variance of Langevin's steps: v / (1 - c / 2v) (Luo, section 5.2). */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 1.8})
  void manyStepsAtOneLevelLeaveItsStationaryVariance(double stepSize) {
    NoiseLevel level = StraightSchedule.WIDE.at(1);
    double s2 = Math.exp(-level.logSnr());
    double v = 0.04 + s2;
    double stationary = v / (1 - stepSize * s2 / (2 * v));
    assertThat(ratio(new Chain(1, 2000, stepSize), StraightSchedule.WIDE, 0.2))
        .isCloseTo(0.04 * stationary / (v * v), within(1e-12));
  }

  private static AnnealedLangevinSampler of(int levels, int innerSteps, double stepSize) {
    return new AnnealedLangevinSampler(
        new Options(Walk.Options.of(levels, Grid.LOG_SNR), innerSteps, stepSize));
  }

  /**
   * What the variance of samples is of that of data N(0, deviation^2). With y = z/alpha and the
   * exact score {@code -y / (deviation^2 + s^2)}, each step makes of a variance V
   *
   * <pre>
   * (1 - c / (deviation^2 + s^2))^2 V + 2 c,  c = step-size s^2
   * </pre>
   *
   * and the end is the predicted signal {@code deviation^2 / (deviation^2 + s^2) y}.
   */
  private static double ratio(Chain chain, StraightSchedule schedule, double deviation) {
    double data = deviation * deviation;
    double s2 = Math.exp(-schedule.logSnr(1));
    double variance = s2;
    for (double time : Grid.LOG_SNR.times(schedule, chain.levels)) {
      s2 = Math.exp(-schedule.logSnr(time));
      double c = chain.stepSize * s2;
      for (int k = 0; k < chain.innerSteps; k++) {
        variance = Math.pow(1 - c / (data + s2), 2) * variance + 2 * c;
      }
    }
    return data * variance / Math.pow(data + s2, 2);
  }
}
