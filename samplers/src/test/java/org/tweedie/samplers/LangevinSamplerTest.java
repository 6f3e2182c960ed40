package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.GaussianModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SamplerContract;
import org.tweedie.api.schedule.StraightSchedule;
import org.tweedie.samplers.LangevinSampler.Options;

class LangevinSamplerTest extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new LangevinSampler(new Options(steps, 0.001, 0.2, true));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 1.5})
  void stationaryVarianceIsThatOfTheDiscretisedDynamics(double stepSize) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 1, Parameterization.NOISE);
    Batch samples =
        Runs.samples(new LangevinSampler(new Options(150, stepSize, 0.5, false)), model, 5000);
    double v = model.variance(model.schedule().at(0.5));
    double expected = v / (1 - stepSize / (2 * v));
    double standardError = expected * Math.sqrt(2.0 / samples.values().length);
    assertThat(Runs.variance(samples)).isCloseTo(expected, within(5 * standardError));
  }
}
