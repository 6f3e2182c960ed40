package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.NoiseScheduleContract;

class CosineScheduleTest extends NoiseScheduleContract {

  private static final double OFFSET = 0.008;

  private final NoiseSchedule schedule =
      new CosineSchedule(new CosineSchedule.Options(OFFSET, 13.3, -13.3));

  @Override
  protected NoiseSchedule schedule() {
    return schedule;
  }

  @Test
  void endsAreTheOptions() {
    assertThat(schedule.logSnr(0)).isCloseTo(13.3, within(1e-12));
    assertThat(schedule.logSnr(1)).isCloseTo(-13.3, within(1e-12));
  }

  /**
   * With ends this far out the stretch moves no time by more than 1e-12, so the paper's values
   * stand at the paper's times. Its last value of 1000, 2.4e-9, does not apply: it comes from a cap
   * on beta, while here the end is an option.
   */
  @Test
  void firstAndMiddleOfThousandStepsAreThePapers() {
    NoiseSchedule unstretched = new CosineSchedule(new CosineSchedule.Options(OFFSET, 60, -60));
    assertThat(squaredAlpha(unstretched, 0.001)).isCloseTo(0.9999587158, within(5e-11));
    assertThat(squaredAlpha(unstretched, 0.5)).isCloseTo(0.4938435904, within(5e-11));
  }

  @Test
  void stretchedTimeRunsAlongThePapersCurve() {
    double first = paperTime(schedule, 0);
    double last = paperTime(schedule, 1);
    for (double t : new double[] {0.01, 0.2, 0.5, 0.77, 0.99}) {
      assertThat(paperTime(schedule, t))
          .as("the paper's time, as its own formula gives it, is linear in ours at %s", t)
          .isCloseTo(first + (last - first) * t, within(1e-11));
    }
  }

  @Test
  void endsKeepTheirPrecisionWhereOneMinusAlphaSquaredHasNone() {
    NoiseSchedule extreme = new CosineSchedule(new CosineSchedule.Options(OFFSET, 45, -45));
    assertThat(extreme.logSnr(0)).isCloseTo(45, within(1e-12));
    assertThat(extreme.logSnr(1)).isCloseTo(-45, within(1e-12));
    assertThat(extreme.at(0).sigma()).isCloseTo(Math.exp(-22.5), within(1e-20));
    assertThat(extreme.at(1).alpha()).isCloseTo(Math.exp(-22.5), within(1e-20));
  }

  @Test
  void endsInTheWrongOrderAreRefusedInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CosineSchedule.Options(OFFSET, -5, 5))
        .withMessage(
            "log-snr-min must be below log-snr-max, for noise grows with time,"
                + " but they are 5.0 and -5.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CosineSchedule.Options(OFFSET, 1, Double.NaN));
  }

  private static double squaredAlpha(NoiseSchedule schedule, double t) {
    return Math.pow(schedule.at(t).alpha(), 2);
  }

  /** The paper's equation 17 solved for time, as written there. */
  private static double paperTime(NoiseSchedule schedule, double t) {
    double cos0 = Math.cos(OFFSET / (1 + OFFSET) * Math.PI / 2);
    double theta = Math.acos(schedule.at(t).alpha() * cos0);
    return theta * 2 / Math.PI * (1 + OFFSET) - OFFSET;
  }
}
