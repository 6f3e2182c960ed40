package org.tweedie.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LevelsTest {

  @Property(seed = "1", tries = 200)
  void everyLevelIsFoundAgainFromItsValueAndItsBin(@ForAll @IntRange(min = 2, max = 65536) int k) {
    Levels levels = new Levels(k);
    for (int level = 0; level < k; level += Math.max(1, k / 300)) {
      float value = levels.value(level);
      assertThat(levels.level(value)).isEqualTo(level);
      assertThat(levels.level(value - 0.4 * 2 / k)).isEqualTo(level);
      assertThat(levels.level(value + 0.4 * 2 / k)).isEqualTo(level);
    }
  }

  @Test
  void binsFillTheIntervalSymmetrically() {
    Levels levels = new Levels(256);
    assertThat(levels.value(0)).isEqualTo(-255f / 256);
    assertThat(levels.value(255)).isEqualTo(255f / 256);
    assertThat(levels.value(128) - levels.value(127)).isCloseTo(2f / 256, within(1e-7f));
  }

  @Test
  void valuesOutsideBelongToTheOuterBins() {
    Levels levels = new Levels(17);
    assertThat(levels.level(-1e30)).isZero();
    assertThat(levels.level(-1)).isZero();
    assertThat(levels.level(1)).isEqualTo(16);
    assertThat(levels.level(1e30)).isEqualTo(16);
    assertThat(levels.level(Double.POSITIVE_INFINITY)).isEqualTo(16);
  }

  @Test
  void oneLevelIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Levels(1))
        .withMessage("quantised data have at least 2 levels, not 1");
  }
}
