package com.acme.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.NoiseScheduleContract;

class KarrasScheduleTest extends NoiseScheduleContract {

  private final NoiseSchedule schedule =
      new KarrasSchedule(new KarrasSchedule.Options(0.002, 80, 7));

  @Override
  protected NoiseSchedule schedule() {
    return schedule;
  }

  @Test
  void endsAreTheOptions() {
    NoiseLevel data = schedule.at(0);
    NoiseLevel noise = schedule.at(1);
    assertThat(data.sigma() / data.alpha()).isCloseTo(0.002, within(1e-12));
    assertThat(noise.sigma() / noise.alpha()).isCloseTo(80, within(1e-9));
  }

  @Test
  void endsInTheWrongOrderAreRefusedInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KarrasSchedule.Options(80, 0.002, 7))
        .withMessage(
            "ratio-max must be above ratio-min, for noise grows with time,"
                + " but they are 0.002 and 80.0");
  }
}
