package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictNormalTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.5, 0.6914624612740131",
    "-1, 0.15865525393145707",
    "-1.5, 0.06680720126885807",
    "-2, 0.022750131948179212",
    "-3, 0.0013498980316300957",
    "-5, 2.866515718791939e-7",
    "-8, 6.220960574271785e-16"
  })
  void isTheNormalDistribution(double x, double expected) {
    assertThat(StrictNormal.cdf(x)).isCloseTo(expected, within(1e-11 * expected));
    assertThat(StrictNormal.cdf(-x)).isCloseTo(1 - expected, within(2e-16));
  }

  @Property
  void neverFalls(@ForAll @Scale(13) @DoubleRange(min = -9.5, max = 9.5) double x) {
    assertThat(StrictNormal.cdf(x + 1e-9)).isGreaterThanOrEqualTo(StrictNormal.cdf(x));
    assertThat(StrictNormal.cdf(x)).isBetween(0.0, 1.0);
  }

  @Test
  void neverFallsFromOneCellOfItsTableToTheNext() {
    for (int cell = -9 * 64; cell < 9 * 64; cell++) {
      double edge = (cell + 0.5) / 64;
      assertThat(StrictNormal.cdf(edge + 5e-10))
          .isGreaterThanOrEqualTo(StrictNormal.cdf(edge - 5e-10));
    }
  }

  @Property
  void theQuantileIsItsInverse(
      @ForAll @Scale(13) @DoubleRange(min = 1e-12, max = 1 - 1e-12) double share) {
    assertThat(StrictNormal.cdf(StrictNormal.quantile(share)))
        .isCloseTo(share, within(4e-16 + 1e-12 * share));
  }

  /** What was calculated once on another machine and another Java. */
  @Test
  void hasTheSameBitsEverywhere() {
    CRC32C bits = new CRC32C();
    for (int i = -90_000; i <= 90_000; i++) {
      ByteBuffer number = ByteBuffer.allocate(Double.BYTES);
      bits.update(number.putDouble(StrictNormal.cdf(i * 1.0001e-4)).flip());
    }
    for (int i = 1; i < 1000; i++) {
      ByteBuffer number = ByteBuffer.allocate(Double.BYTES);
      bits.update(number.putDouble(StrictNormal.quantile(i / 1000.0)).flip());
    }
    assertThat(bits.getValue()).isEqualTo(1825914332L);
  }
}
