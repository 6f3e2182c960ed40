package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.GaussianModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.BoundlessSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.schedule.StraightSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;

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
  void samplersThatDivideByAlphaRefuseASchedulesPureNoise() {
    Sampler heun =
        new HeunSampler(
            new HeunSampler.Options(Walk.Options.of(9, Grid.KARRAS), new Churn(0, 0, 1e6, 1)));
    NoiseSchedule pure =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return t == 1 ? Double.NEGATIVE_INFINITY : -Math.log(t / (1 - t));
          }
        };
    assertThat(((Selective) heun).objections(assembly(pure)))
        .singleElement()
        .asString()
        .startsWith("This sampler divides by alpha, and the schedule has alpha 0 at time 1.");
    assertThat(((Selective) heun).objections(assembly(StraightSchedule.EXTREME))).isEmpty();
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
