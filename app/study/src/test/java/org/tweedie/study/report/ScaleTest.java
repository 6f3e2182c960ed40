package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void numbersAreWideOnlyIfAllAreAboveZeroAndMoreThanAnOrderApart() {
    assertThat(Scale.areWide(DoubleStream.of(1, 11))).isTrue();
    assertThat(Scale.areWide(DoubleStream.of(1, 10))).isFalse();
    assertThat(Scale.areWide(DoubleStream.of(0, 1, 1000))).isFalse();
    assertThat(Scale.areWide(DoubleStream.of(-1, 1, 1000))).isFalse();
    assertThat(Scale.areWide(DoubleStream.of(1, 2, Double.POSITIVE_INFINITY))).isFalse();
    assertThat(Scale.areWide(DoubleStream.empty())).isFalse();
  }

  @Test
  void equalFactorsAreEqualDistances() {
    Scale scale = new Scale(0.1, 1000, true);
    assertThat(scale.percent(0.1)).isZero();
    assertThat(scale.percent(1)).isCloseTo(25, within(1e-9));
    assertThat(scale.percent(10)).isCloseTo(50, within(1e-9));
    assertThat(scale.percent(1000)).isCloseTo(100, within(1e-9));
    assertThat(scale.percent(-3)).as("what has no logarithm lies at the end").isZero();
  }

  @Test
  void ticksAreRoundNumbersWithinTheAxisAndNeverCrowded() {
    assertThat(labels(1.6, 28)).containsExactly("2", "5", "10", "20");
    assertThat(labels(0.02, 3)).containsExactly("0.1", "1");
    assertThat(labels(0.5, 2e9)).containsExactly("1", "1000", "1e6", "1e9");
    for (double high = 11; high < 1e40; high *= 1.7) {
      List<Double> ticks = new Scale(1, high, true).ticks();
      assertThat(ticks).as("ticks from 1 to %s", high).hasSizeBetween(2, 6).isSorted();
      assertThat(ticks).allSatisfy(tick -> assertThat(tick).isBetween(1.0, 1e40));
    }
  }

  @Test
  void axisOverNumbersHoldsAllThatAreAboveZero() {
    Scale scale = Scale.logarithmicOver(DoubleStream.of(-5, 0, 2, 200, Double.NaN));
    assertThat(scale.logarithmic()).isTrue();
    assertThat(scale.percent(2)).isBetween(1.0, 10.0);
    assertThat(scale.percent(200)).isBetween(90.0, 99.0);
  }

  private static List<String> labels(double low, double high) {
    Scale scale = new Scale(low, high, true);
    return scale.ticks().stream().map(scale::label).toList();
  }
}
