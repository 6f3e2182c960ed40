package org.tweedie.samplers;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

/** The contract of all samplers, for those whose own tests do not inherit it. */
class CatalogueTest {

  /** Samplers of an order above 1 need fewer steps to be as near. */
  private abstract static class HighOrder extends SamplerContract {
    @Override
    protected int manySteps() {
      return 100;
    }
  }

  @Nested
  class Euler extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new EulerSampler(
          new EulerSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), new Churn(0, 0, 1e6, 1)));
    }
  }

  @Nested
  class EulerWithDynamicThreshold extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new EulerSampler(
          new EulerSampler.Options(
              new Walk.Options(steps, Grid.TRAILING, List.of(), List.of(), true, 0.995),
              new Churn(0, 0, 1e6, 1)));
    }
  }

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
  class SaSolver extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new SaSolverSampler(
          SaSolverSampler.Options.of(Walk.Options.of(steps, Grid.LOG_SNR), 3, 3, 1));
    }
  }

  @Nested
  class StochasticRungeKutta extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new StochasticRungeKuttaSampler(
          new StochasticRungeKuttaSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 1));
    }
  }

  @Nested
  class Paradigms extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new ParadigmsSampler(
          new ParadigmsSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 0, 8, 1e-3));
    }

    @Override
    protected int manySteps() {
      return 300;
    }
  }

  @Nested
  class DpmSolverPpSdeSinglestep2 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SDE_SINGLESTEP_2));
    }
  }

  @Nested
  class Heun extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new HeunSampler(
          new HeunSampler.Options(Walk.Options.of(steps, Grid.KARRAS), new Churn(0, 0, 1e6, 1)));
    }
  }

  @Nested
  class ChurnedHeun extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new HeunSampler(
          new HeunSampler.Options(Walk.Options.of(steps, Grid.KARRAS), new Churn(10, 0, 1e6, 1)));
    }
  }

  @Nested
  class Dpm2 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new Dpm2Sampler(new Dpm2Sampler.Options(Walk.Options.of(steps, Grid.KARRAS)));
    }
  }

  @Nested
  class Lms extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new LmsSampler(new LmsSampler.Options(Walk.Options.of(steps, Grid.KARRAS), 4));
    }
  }

  @Nested
  class Deis extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DeisSampler(new DeisSampler.Options(Walk.Options.of(steps, Grid.QUADRATIC), 3));
    }
  }

  @Nested
  class Pndm extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new PndmSampler(new PndmSampler.Options(Walk.Options.of(steps, Grid.UNIFORM)));
    }
  }

  @Nested
  class DpmSolver2 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverSampler(
          new DpmSolverSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 2));
    }
  }

  @Nested
  class DpmSolver3 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverSampler(
          new DpmSolverSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 3));
    }
  }

  @Nested
  class DpmSolverPpMultistep2 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.MULTISTEP_2));
    }
  }

  @Nested
  class DpmSolverPpMultistep3 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.MULTISTEP_3));
    }
  }

  @Nested
  class DpmSolverPpSinglestep2 extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SINGLESTEP_2));
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
  class UniPc extends HighOrder {
    @Override
    protected Sampler sampler(int steps) {
      return new UniPcSampler(new UniPcSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 3));
    }
  }

  @Nested
  class Restart extends HighOrder {
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
