package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.contract.SamplerContract;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;
import org.tweedie.samplers.LangevinSampler.Options;

class LangevinSamplerTest extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new LangevinSampler(new Options(steps, 1, 0.2, true));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 1.9})
  void stationaryVarianceIsThatOfTheDiscretisedDynamics(double stepSize) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.1, Parameterization.NOISE);
    NoiseLevel level = model.schedule().at(0.6);
    Batch samples =
        Runs.samples(new LangevinSampler(new Options(150, stepSize, 0.6, false)), model, 5000);
    double v = model.variance(level);
    double c = stepSize * level.sigma() * level.sigma();
    double expected = v / (1 - c / (2 * v));
    double standardError = expected * Math.sqrt(2.0 / samples.values().length);
    assertThat(Runs.variance(samples)).isCloseTo(expected, within(5 * standardError));
  }

  /** Less noise than float32 knows, and none at all, are no reason to lose digits. */
  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void fromEveryViewTheSamplesOfTimeZeroAreTheSame(Parameterization shown) {
    LangevinSampler sampler = new LangevinSampler(new Options(50, 0.1, 0, true));
    assertThat(samples(sampler, shown))
        .containsExactly(samples(sampler, Parameterization.SIGNAL), within(1e-5f));
  }

  private static float[] samples(LangevinSampler sampler, Parameterization shown) {
    return Runs.samples(sampler, new GaussianModel(StraightSchedule.EXTREME, 0.2, shown), 64)
        .values();
  }
}
