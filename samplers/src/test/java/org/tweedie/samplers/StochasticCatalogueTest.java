package org.tweedie.samplers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

/** The contract of the samplers that draw, for those whose own tests do not inherit it. */
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
  class EulerMaruyama extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new EulerMaruyamaSampler(
          new EulerMaruyamaSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 1, 1));
    }
  }

  @Nested
  class SaSolver extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new SaSolverSampler(
          SaSolverSampler.Options.of(Walk.Options.of(steps, Grid.LOG_SNR), 3, 3, 1));
    }
  }

  @Nested
  class ErSde extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new ErSdeSampler(
          new ErSdeSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), 3, ErSdeSampler.NoiseScale.EXTENDED, 1));
    }
  }

  @Nested
  class StochasticRungeKutta extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new StochasticRungeKuttaSampler(
          new StochasticRungeKuttaSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 1));
    }
  }

  @Nested
  class DpmSolverPpSdeSinglestep2 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SDE_SINGLESTEP_2));
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
  class DpmSolverPpSde1 extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SDE_1));
    }
  }

  @Nested
  class DpmSolverPpSdeMultistep2 extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SDE_MULTISTEP_2));
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
