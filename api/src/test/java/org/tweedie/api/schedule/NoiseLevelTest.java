package org.tweedie.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class NoiseLevelTest {

  @Property(seed = "1")
  void variancePreservingLevelsHoldTheirLogSnr(
      @ForAll @Scale(6) @DoubleRange(min = -80, max = 80) double logSnr) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
    assertThat(level.logSnr()).isEqualTo(logSnr);
    assertThat(2 * (Math.log(level.alpha()) - Math.log(level.sigma())))
        .isCloseTo(logSnr, within(1e-13 * Math.max(10, Math.abs(logSnr))));
    assertThat(level.alpha() * level.alpha() + level.sigma() * level.sigma())
        .isCloseTo(1, within(1e-15));
    assertThat(level.isVariancePreserving()).isTrue();
  }

  @Test
  void smallerOfAlphaAndSigmaKeepsItsDigitsAtALogSnrOfForty() {
    // sqrt(sigmoid(-40)) = exp(-20) (1 - exp(-40)/2 + ...).
    assertThat(NoiseLevel.variancePreserving(40).sigma() / Math.exp(-20))
        .isCloseTo(1, within(1e-15));
    assertThat(NoiseLevel.variancePreserving(-40).alpha() / Math.exp(-20))
        .isCloseTo(1, within(1e-15));
  }

  @Test
  void infiniteLogSnrsAreDataAndNoise() {
    assertThat(NoiseLevel.variancePreserving(Double.POSITIVE_INFINITY))
        .isEqualTo(new NoiseLevel(1, 0, Double.POSITIVE_INFINITY));
    assertThat(NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY))
        .isEqualTo(new NoiseLevel(0, 1, Double.NEGATIVE_INFINITY));
    assertThat(NoiseLevel.of(1, 0).snr()).isInfinite();
    assertThat(NoiseLevel.of(0, 1).snr()).isZero();
  }

  @Test
  void anyAlphaAndSigmaHaveALogSnr() {
    assertThat(NoiseLevel.of(3, 0.5).snr()).isCloseTo(36, within(1e-12));
    assertThat(NoiseLevel.of(3, 0.5).isVariancePreserving()).isFalse();
    assertThat(NoiseLevel.of(0.6, 0.8).isVariancePreserving()).isTrue();
  }

  @Test
  void whatIsNoLevelIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NoiseLevel(-0.1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NoiseLevel(1, -0.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NoiseLevel(Double.NaN, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoiseLevel(1, Double.POSITIVE_INFINITY, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NoiseLevel(1, 1, Double.NaN));
  }
}
