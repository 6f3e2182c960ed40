package org.tweedie.samplers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

/**
 * The contract of the samplers that draw, beside the solvers of {@link SdeSolverCatalogueTest}, for
 * those whose own tests do not inherit it.
 */
class StochasticCatalogueTest {

  @Nested
  class EulerAncestral extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new EulerAncestralSampler(
          new EulerAncestralSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 1, 1));
    }
  }

  @Nested
  class ChurnedHeun extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new HeunSampler(
          new HeunSampler.Options(Walk.Options.of(steps, Grid.KARRAS), new Churn(10, 0, 1e6, 1)));
    }
  }

  @Nested
  class Restart extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new RestartSampler(
          new RestartSampler.Options(Walk.Options.of(steps, Grid.KARRAS), 0.06, 0.3, 2, 3));
    }
  }

  @Nested
  class ReverseDiffusion extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new PredictorCorrectorSampler(
          new PredictorCorrectorSampler.Options(
              Walk.Options.of(steps, Grid.TRAILING),
              PredictorCorrectorSampler.Predictor.REVERSE_DIFFUSION,
              0,
              0.16));
    }
  }

  @Nested
  class PredictorCorrector extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new PredictorCorrectorSampler(
          new PredictorCorrectorSampler.Options(
              Walk.Options.of(steps, Grid.TRAILING),
              PredictorCorrectorSampler.Predictor.ANCESTRAL,
              1,
              0.16));
    }
  }
}
