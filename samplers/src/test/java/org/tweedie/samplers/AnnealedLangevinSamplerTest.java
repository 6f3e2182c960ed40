package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.GaussianModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SamplerContract;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.StraightSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.samplers.AnnealedLangevinSampler.Options;

class AnnealedLangevinSamplerTest extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new AnnealedLangevinSampler(new Options(Walk.Options.of(steps, Grid.LOG_SNR), 5, 0.1));
  }

  @Override
  protected int manySteps() {
    return 300;
  }

  @Override
  protected int varianceSamples() {
    return 3000;
  }

  /** The step size's share is 0.05, and 300 levels of annealing leave as much again. */
  @Override
  protected double varianceTolerance() {
    return 0.1;
  }

  /** On Gaussian data every step is linear in y = z/alpha, so variances follow a recursion. */
  @Test
  void varianceOfGaussianSamplesFollowsTheRecursion() {
    double c = 0.3;
    int levels = 40;
    GaussianModel model =
        new GaussianModel(new StraightSchedule(8, -8), 0.5, Parameterization.NOISE);
    Batch samples =
        Runs.samples(
            new AnnealedLangevinSampler(
                new Options(Walk.Options.of(levels, Grid.LOG_SNR).withoutClip(), 3, c)),
            model,
            10_000);
    NoiseLevel level = model.schedule().at(1);
    double variance = Math.pow(level.sigma() / level.alpha(), 2);
    for (double time : Grid.LOG_SNR.times(model.schedule(), levels)) {
      level = model.schedule().at(time);
      double s2 = Math.exp(-level.logSnr());
      for (int k = 0; k < 3; k++) {
        double factor = 1 - c * s2 / (0.25 + s2);
        variance = factor * factor * variance + 2 * c * s2;
      }
    }
    double expected = Math.pow(level.alpha() * model.signalFactor(level), 2) * variance;
    double standardError = expected * Math.sqrt(2.0 / samples.values().length);
    assertThat(Runs.variance(samples)).isCloseTo(expected, within(5 * standardError));
  }
}
