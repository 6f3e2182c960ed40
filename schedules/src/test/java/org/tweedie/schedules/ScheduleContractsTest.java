package org.tweedie.schedules;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.NoiseScheduleContract;

/** The contract on every schedule that has no reference values of its own beside it. */
class ScheduleContractsTest {

  @Nested
  class Sigmoid extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new SigmoidSchedule(new SigmoidSchedule.Options(-3, 3, 1, 13.3, -13.3));
    }
  }

  @Nested
  class SteepSigmoid extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new SigmoidSchedule(new SigmoidSchedule.Options(0, 3, 0.3, 20, -20));
    }
  }

  @Nested
  class BetaLinear extends NoiseScheduleContract {
    private final NoiseSchedule schedule =
        new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, false)));

    @Override
    protected NoiseSchedule schedule() {
      return schedule;
    }
  }

  @Nested
  class ContinuousBetaLinear extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new BetaLinearSchedule(
          new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, true)));
    }
  }

  @Nested
  class ScaledLinear extends NoiseScheduleContract {
    private final NoiseSchedule schedule =
        new ScaledLinearSchedule(
            new ScaledLinearSchedule.Options(new Betas(0.00085, 0.012, 1000, false)));

    @Override
    protected NoiseSchedule schedule() {
      return schedule;
    }
  }

  @Nested
  class ContinuousScaledLinear extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new ScaledLinearSchedule(
          new ScaledLinearSchedule.Options(new Betas(0.00085, 0.012, 1000, true)));
    }
  }

  @Nested
  class RectifiedFlow extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new RectifiedFlowSchedule(new RectifiedFlowSchedule.Options(13.3, -13.3));
    }
  }

  @Nested
  class WholeRectifiedFlow extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new RectifiedFlowSchedule(new RectifiedFlowSchedule.Options(100, -100));
    }
  }

  @Nested
  class SubVp extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new SubVpSchedule(new SubVpSchedule.Options(0.1, 20));
    }
  }

  @Nested
  class Edm extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new EdmSchedule(new EdmSchedule.Options(0.002, 80, 7));
    }
  }

  @Nested
  class Geometric extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new GeometricSchedule(new GeometricSchedule.Options(0.01, 50));
    }
  }

  @Nested
  class ZeroTerminalScaledLinear extends ZeroTerminal {
    ZeroTerminalScaledLinear() {
      super(ZeroTerminalSchedule.Base.SCALED_LINEAR);
    }
  }

  @Nested
  class ZeroTerminalBetaLinear extends ZeroTerminal {
    ZeroTerminalBetaLinear() {
      super(ZeroTerminalSchedule.Base.BETA_LINEAR);
    }
  }

  @Nested
  class ZeroTerminalCosine extends ZeroTerminal {
    ZeroTerminalCosine() {
      super(ZeroTerminalSchedule.Base.COSINE);
    }
  }

  @Nested
  class ZeroTerminalSigmoid extends ZeroTerminal {
    ZeroTerminalSigmoid() {
      super(ZeroTerminalSchedule.Base.SIGMOID);
    }
  }

  @Nested
  class ZeroTerminalLinear extends ZeroTerminal {
    ZeroTerminalLinear() {
      super(ZeroTerminalSchedule.Base.LINEAR);
    }
  }

  abstract static class ZeroTerminal extends NoiseScheduleContract {
    private final NoiseSchedule schedule;

    ZeroTerminal(ZeroTerminalSchedule.Base base) {
      schedule = new ZeroTerminalSchedule(new ZeroTerminalSchedule.Options(base));
    }

    @Override
    protected NoiseSchedule schedule() {
      return schedule;
    }
  }

  @Nested
  class Table extends NoiseScheduleContract {
    private final NoiseSchedule schedule =
        new TableSchedule(
            new TableSchedule.Options(
                TableSchedule.Quantity.LOG_SNR, List.of(12.0, 5.0, 4.5, 1.0, -2.0, -9.0), ""));

    @Override
    protected NoiseSchedule schedule() {
      return schedule;
    }
  }

  @Nested
  class TableOfBetas extends NoiseScheduleContract {
    /** On a parabola, which a cubic meets without kinks. */
    private final NoiseSchedule schedule =
        new TableSchedule(
            new TableSchedule.Options(
                TableSchedule.Quantity.BETA,
                IntStream.range(0, 6).mapToObj(j -> -Math.expm1(-(2 * j + 1) / 9.0)).toList(),
                ""));

    @Override
    protected NoiseSchedule schedule() {
      return schedule;
    }
  }
}
