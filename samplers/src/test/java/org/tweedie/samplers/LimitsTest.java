package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

/** Limited signals, churned noise, restarts, and schedules at their ends. */
class LimitsTest {

  /** Churn adds what the steps take away: with an exact model the variance is the data's. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 10, 40})
  void churnKeepsTheVariance(double churn) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    Sampler heun =
        new HeunSampler(
            new HeunSampler.Options(
                Walk.Options.of(100, Grid.KARRAS).withoutClip(), new Churn(churn, 0, 1e6, 1)));
    assertVariance(Runs.samples(heun, model, 5000), 0.25, 0.01);
  }

  @Test
  void levelsTheWrongWayRoundAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Churn(9, 2, 1, 1))
        .withMessage(
            "s-max must be at least s-min, or no noise is churned, but they are 1.0 and 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RestartSampler.Options(Walk.Options.of(9, Grid.KARRAS), 0.3, 0.1, 1, 1))
        .withMessageStartingWith("restart-max must be above restart-min");
  }

  /** tau between two noise levels alone: elsewhere steps are those of the flow, without noise. */
  @Test
  void stochasticAdamsIsNoisyBetweenItsLevelsAlone() {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    Walk.Options walk = Walk.Options.of(100, Grid.LOG_SNR).withoutClip();
    List<Double> noisy = new ArrayList<>();
    new SaSolverSampler(new SaSolverSampler.Options(walk, 2, 2, 1, 0.1, 5, 1))
        .sample(
            model.given(Condition.none(1)),
            Batch.zeros(DataShape.point(2), 1),
            new NoiseSource() {
              @Override
              public Batch draw(long draw) {
                throw new AssertionError("steps take the path's noise");
              }

              @Override
              public Batch increment(double from, double to, long draw) {
                noisy.add(Math.exp(-from / 2));
                return Batch.zeros(DataShape.point(2), 1);
              }
            },
            StepListener.NONE);
    // sigma/alpha from 5 to 0.1 is a log SNR of -3.2 to 4.6, in steps of 26.6/99.
    assertThat(noisy).hasSize(29).allMatch(ratio -> ratio >= 0.1 && ratio <= 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SaSolverSampler.Options(walk, 2, 2, 1, 5, 0.1, 1))
        .withMessageStartingWith("s-max must be at least s-min, or no step is noisy");
  }

  /** With a factor, what noise contributes to the variance is multiplied by its square. */
  @ParameterizedTest
  @ValueSource(strings = {"euler-maruyama", "euler-ancestral", "sde", "sa-solver", "runge-kutta"})
  void noiseFactorMultipliesTheNoise(String name) {
    Map<String, DoubleFunction<Sampler>> samplers =
        Map.of(
            "euler-maruyama",
            factor -> new EulerMaruyamaSampler(new EulerMaruyamaSampler.Options(NOISY, 1, factor)),
            "euler-ancestral",
            factor ->
                new EulerAncestralSampler(new EulerAncestralSampler.Options(NOISY, 1, factor)),
            "sde",
            factor ->
                new DpmSolverPpSampler(
                    new DpmSolverPpSampler.Options(
                        NOISY, DpmSolverPpSampler.Variant.SDE_SINGLESTEP_2, 1, factor)),
            "sa-solver",
            factor ->
                new SaSolverSampler(new SaSolverSampler.Options(NOISY, 2, 2, 1, 0, 1e14, factor)),
            "runge-kutta",
            factor ->
                new StochasticRungeKuttaSampler(
                    new StochasticRungeKuttaSampler.Options(NOISY, factor)));
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    float[][] ends = new float[3][];
    for (int factor : new int[] {1, 2, 3}) {
      ends[factor - 1] = Runs.samples(samplers.get(name).apply(factor), model, 20).values();
    }
    for (int k = 0; k < ends[0].length; k++) {
      // On Gaussian data samples are linear in the noise, so these lie on a line.
      assertThat(ends[2][k] - ends[1][k]).isCloseTo(ends[1][k] - ends[0][k], within(1e-4f));
      assertThat(ends[1][k]).isNotEqualTo(ends[0][k]);
    }
  }

  private static final Walk.Options NOISY = Walk.Options.of(20, Grid.LOG_SNR).withoutClip();

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void restartsKeepTheVariance(int restarts) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    Sampler restart =
        new RestartSampler(
            new RestartSampler.Options(
                Walk.Options.of(60, Grid.KARRAS).withoutClip(), 0.1, 5, restarts, 40));
    assertVariance(Runs.samples(restart, model, 5000), 0.25, 0.01);
  }

  /** What restarts are for: a few steps err, and fresh noise with more steps mends it. */
  @Test
  void restartsMendTheVarianceOfCoarseSteps() {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    double[] errors = new double[2];
    for (int restarts : new int[] {0, 3}) {
      Sampler restart =
          new RestartSampler(
              new RestartSampler.Options(
                  Walk.Options.of(8, Grid.KARRAS).withoutClip(), 0.1, 5, restarts, 40));
      errors[restarts == 0 ? 0 : 1] =
          Math.abs(Runs.variance(Runs.samples(restart, model, 5000)) / 0.25 - 1);
    }
    assertThat(errors[1]).isLessThan(errors[0] / 2);
  }

  @ParameterizedTest
  @EnumSource(PredictorCorrectorSampler.Predictor.class)
  void predictorAndCorrectorKeepTheVariance(PredictorCorrectorSampler.Predictor predictor) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    Sampler sampler =
        new PredictorCorrectorSampler(
            new PredictorCorrectorSampler.Options(
                Walk.Options.of(1000, Grid.TRAILING).withoutClip(), predictor, 1, 0.1));
    assertVariance(Runs.samples(sampler, model, 2500), 0.25, 0.03);
  }

  @Test
  void samplersWithoutAFirstStepFromPureNoiseObjectToIt() {
    NoiseSchedule pure =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return t == 1 ? Double.NEGATIVE_INFINITY : -Math.log(t / (1 - t));
          }
        };
    assertThat(heun(Grid.KARRAS, List.of()).objections(assembly(pure)))
        .singleElement()
        .asString()
        .startsWith(
            "The sampler heun has no first step from pure noise, and the schedule leaves no signal"
                + " at time 1.");
    assertThat(heun(Grid.LEADING, List.of()).objections(assembly(pure))).isEmpty();
    assertThat(heun(Grid.KARRAS, List.of(0.9, 0.5)).objections(assembly(pure))).isEmpty();
    assertThat(heun(Grid.KARRAS, List.of()).objections(assembly(StraightSchedule.EXTREME)))
        .isEmpty();
  }

  private static HeunSampler heun(Grid grid, List<Double> times) {
    return new HeunSampler(
        new HeunSampler.Options(
            new Walk.Options(9, grid, List.of(), times, true, 0), new Churn(0, 0, 1e6, 1)));
  }

  /** Without a bound, the third order would multiply the last signals' differences by hundreds. */
  @Test
  void stepsMuchLongerThanThoseBeforeDoNotExtrapolate() {
    double[] nodes = {0, -0.02, -0.05};
    double[] moments = Interpolation.exponentialMoments(12, 3);
    assertThat(Interpolation.boundedWeights(nodes, moments)).containsExactly(moments[0]);
    double[] even = {0, -1, -2};
    assertThat(Interpolation.boundedWeights(even, moments))
        .containsExactly(Interpolation.weights(even, moments));
  }

  @Test
  void samplersThatDoNotDivideByAlphaStartFromPureNoise() {
    GaussianModel model =
        new GaussianModel(new BoundlessSchedule(), 0.2, Parameterization.VELOCITY);
    for (DpmSolverPpSampler.Variant variant : DpmSolverPpSampler.Variant.values()) {
      Sampler sampler =
          new DpmSolverPpSampler(
              new DpmSolverPpSampler.Options(Walk.Options.of(300, Grid.TRAILING), variant));
      assertVariance(Runs.samples(sampler, model, 2000), 0.04, 0.06);
    }
    for (int order = 1; order <= 3; order++) {
      Sampler sampler =
          new UniPcSampler(new UniPcSampler.Options(Walk.Options.of(40, Grid.TRAILING), order));
      assertVariance(Runs.samples(sampler, model, 5000), 0.04, 0.05);
    }
  }

  private static Assembly assembly(NoiseSchedule schedule) {
    return new Assembly(null, schedule, Optional.empty(), null, null, null, null, null, null, 0);
  }

  private static void assertVariance(Batch samples, double expected, double bias) {
    double standardError = Math.sqrt(2.0 / samples.values().length);
    assertThat(Runs.variance(samples) / expected)
        .as("standard error %s", standardError)
        .isCloseTo(1, within(bias + 4 * standardError));
  }
}
