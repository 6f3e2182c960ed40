package org.tweedie.samplers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

/** The contract of the solvers of the reverse equation with noise. */
class SdeSolverCatalogueTest {

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
}
