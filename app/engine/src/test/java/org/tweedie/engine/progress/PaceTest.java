package org.tweedie.engine.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000;

  /** The first step took half a minute of preparing a graph, and the others a tenth of a second. */
  @Test
  void preparationIsNotCounted() {
    Pace pace = new Pace(1000);
    pace.at(1, 30 * SECOND);
    assertThat(pace.rate()).isEmpty();
    pace.at(2, 30 * SECOND + SECOND / 10);
    assertThat(pace.left()).as("too little to tell").isEmpty();
    pace.at(21, 32 * SECOND);
    assertThat(pace.rate()).contains(10.0);
    assertThat(pace.left()).contains(Duration.ofSeconds(98));
    pace.at(1000, 130 * SECOND);
    assertThat(pace.left()).contains(Duration.ZERO);
  }

  @Test
  void workThatGoesOnCountsWhatIsDoneAnew() {
    Pace pace = new Pace(1000);
    pace.at(901, 0);
    pace.at(911, 2 * SECOND);
    assertThat(pace.rate()).contains(5.0);
    assertThat(pace.left()).contains(Duration.ofSeconds(18));
  }
}
