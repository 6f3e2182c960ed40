package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.laws.contract.SamplerContract;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.identity.Convergence;
import org.tweedie.samplers.OdeSampler.Options;

class OdeSamplerTest extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new OdeSampler(new Options(1e-4, 1e-4, false));
  }

  @Override
  protected int reportedSteps(int steps) {
    return 100;
  }

  @Override
  protected double varianceTolerance() {
    return 0.002;
  }

  /** The tolerance is a step's; errors add up, and grow where the flow parts between components. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-4, 1e-5})
  void errorStaysNearTheTolerance(double tolerance) {
    assertThat(Convergence.error(new OdeSampler(new Options(tolerance, tolerance, false))))
        .isLessThan(20 * tolerance);
  }

  @Test
  void encodingAndDecodingReturnsTheData() {
    OdeSampler ode = new OdeSampler(new Options(1e-6, 1e-6, false));
    Denoiser denoiser = Convergence.MODEL.given(Condition.none(3));
    Batch data = Batch.of(Convergence.POINT, new float[] {-0.5f, 0.3f, 0.4f, 0.1f, 0.2f, -0.7f});
    Batch code = ode.encode(denoiser, data, StepListener.NONE);
    Batch decoded = ode.sample(denoiser, code, draw -> data, StepListener.NONE);
    // The signal predicted at time 0 differs from alpha z by sigma eps^, here up to 0.02.
    double sigma = denoiser.schedule().at(0).sigma();
    for (int i = 0; i < 6; i++) {
      double eps = denoiser.predict(data, 0).noise().values()[i];
      assertThat((double) decoded.values()[i])
          .isCloseTo(data.values()[i] - sigma * eps, within(1e-4));
    }
  }

  /** The flow of Gaussian data is linear, with the quotient of standard deviations as factor. */
  @Test
  void explodingVarianceIsNoHindrance() {
    GaussianModel model = new GaussianModel(new ExplodingSchedule(), 0.2, Parameterization.SCORE);
    Batch start = Batch.of(Convergence.POINT, new float[] {-50, 10, 75, 1});
    float[] samples =
        new OdeSampler(new Options(1e-6, 1e-6, false))
            .sample(model.given(Condition.none(2)), start, draw -> start, StepListener.NONE)
            .values();
    double factor =
        model.signalFactor(model.schedule().at(0))
            * Math.sqrt(
                model.variance(model.schedule().at(0)) / model.variance(model.schedule().at(1)));
    for (int i = 0; i < 4; i++) {
      double expected = factor * start.values()[i];
      assertThat((double) samples[i]).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Parameterization.class,
      names = {"SIGNAL", "VELOCITY"})
  void infiniteEndsGiveFiniteSamplesWhereThePredictionIsDefined(Parameterization shows) {
    GaussianModel model = new GaussianModel(new BoundlessSchedule(), 0.2, shows);
    assertThat(Runs.values(Runs.samples(sampler(1), model, 8)))
        .allSatisfy(value -> assertThat(value).isFinite());
  }
}
