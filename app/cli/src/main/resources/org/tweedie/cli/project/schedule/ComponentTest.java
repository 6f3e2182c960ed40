package __package__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.NoiseScheduleContract;

class __Component__Test extends NoiseScheduleContract {

  private final NoiseSchedule schedule =
      new __Component__(new __Component__.Options(10, -10, 2));

  @Override
  protected NoiseSchedule schedule() {
    return schedule;
  }

  @Test
  void endsAreTheOptions() {
    assertThat(schedule.logSnr(0)).isEqualTo(10);
    assertThat(schedule.logSnr(1)).isEqualTo(-10);
  }

  @Test
  void endsInTheWrongOrderAreRefusedInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new __Component__.Options(-10, 10, 1))
        .withMessageContaining("log-snr-min must be below log-snr-max");
  }
}
