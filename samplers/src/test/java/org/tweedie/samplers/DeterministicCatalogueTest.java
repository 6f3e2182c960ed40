package org.tweedie.samplers;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

/** The contract of the samplers that only follow, for those whose own tests do not inherit it. */
class DeterministicCatalogueTest {

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
  class Heun extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new HeunSampler(
          new HeunSampler.Options(Walk.Options.of(steps, Grid.KARRAS), new Churn(0, 0, 1e6, 1)));
    }
  }

  @Nested
  class Dpm2 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new Dpm2Sampler(new Dpm2Sampler.Options(Walk.Options.of(steps, Grid.KARRAS)));
    }
  }

  @Nested
  class Lms extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new LmsSampler(new LmsSampler.Options(Walk.Options.of(steps, Grid.KARRAS), 4));
    }
  }

  @Nested
  class Deis extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DeisSampler(new DeisSampler.Options(Walk.Options.of(steps, Grid.QUADRATIC), 3));
    }
  }

  @Nested
  class Pndm extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new PndmSampler(new PndmSampler.Options(Walk.Options.of(steps, Grid.UNIFORM)));
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
  class DpmSolver2 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverSampler(
          new DpmSolverSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 2));
    }
  }

  @Nested
  class DpmSolver3 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverSampler(
          new DpmSolverSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 3));
    }
  }

  @Nested
  class DpmSolverPpMultistep2 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.MULTISTEP_2));
    }
  }

  @Nested
  class DpmSolverPpMultistep3 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.MULTISTEP_3));
    }
  }

  @Nested
  class DpmSolverPpSinglestep2 extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DpmSolverPpSampler(
          new DpmSolverPpSampler.Options(
              Walk.Options.of(steps, Grid.LOG_SNR), DpmSolverPpSampler.Variant.SINGLESTEP_2));
    }
  }

  @Nested
  class UniPc extends HighOrderContract {
    @Override
    protected Sampler sampler(int steps) {
      return new UniPcSampler(new UniPcSampler.Options(Walk.Options.of(steps, Grid.LOG_SNR), 3));
    }
  }
}
