package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.LearnedScheduleContract;
import org.tweedie.laws.contract.NoiseScheduleContract;

class MonotoneNetworkScheduleTest {

  private static MonotoneNetworkSchedule schedule(boolean learnEnds) {
    return new MonotoneNetworkSchedule(
        new MonotoneNetworkSchedule.Options(-13.3, 5, learnEnds, 64, 10));
  }

  private static NoiseSchedule start() {
    return schedule(false)
        .frozen(
            Map.of(
                "line", new float[1],
                "steps/height", new float[64],
                "steps/steepness", new float[64],
                "steps/offset", new float[64]));
  }

  @Nested
  class WithLearnedEnds extends LearnedScheduleContract {
    @Override
    protected LearnedSchedule schedule() {
      return MonotoneNetworkScheduleTest.schedule(true);
    }
  }

  @Nested
  class WithFixedEnds extends LearnedScheduleContract {
    @Override
    protected LearnedSchedule schedule() {
      return MonotoneNetworkScheduleTest.schedule(false);
    }
  }

  @Nested
  class Frozen extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return start();
    }
  }

  @Test
  void startsAllButLinearBetweenTheConfiguredEnds() {
    NoiseSchedule start = start();
    assertThat(start.logSnr(0)).isCloseTo(13.3, within(1e-12));
    assertThat(start.logSnr(1)).isCloseTo(-5, within(1e-12));
    for (double t = 0; t <= 1; t += 0.01) {
      assertThat(start.logSnr(t)).as("log SNR at %s", t).isCloseTo(13.3 - 18.3 * t, within(1.0));
    }
  }

  @Test
  void endsMoveWithTheirWeights() {
    NoiseSchedule moved =
        schedule(true)
            .frozen(
                Map.of(
                    "ends/first", new float[] {1},
                    "ends/last", new float[] {-9.15f},
                    "line", new float[1],
                    "steps/height", new float[64],
                    "steps/steepness", new float[64],
                    "steps/offset", new float[64]));
    assertThat(moved.logSnr(0)).isCloseTo(4.15 + 9.15 * Math.exp(1 / 9.15), within(1e-5));
    assertThat(moved.logSnr(1)).isCloseTo(4.15 - 9.15 / Math.E, within(1e-5));
  }

  @Test
  void refusesEndsInTheWrongOrder() {
    assertThatThrownBy(() -> new MonotoneNetworkSchedule.Options(5, -13.3, true, 64, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gamma-max (-13.3) must be above gamma-min (5.0)");
  }
}
