package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.Levels;

class BinsTest {

  /**
   * A bin costs its bits and gives back the entropy of what it was drawn from; rounding that to
   * 2^-precision loses {@code 1/(12 ln 2) 4^-(precision - bits)} bits.
   */
  @ParameterizedTest
  @CsvSource({"8, 14", "10, 18", "8, 16"})
  void roundingLosesWhatIsPredicted(int bits, int precision) {
    EqualMassBins bins = new EqualMassBins(bits, precision);
    SplittableRandom random = new SplittableRandom(1);
    int count = 1 << bits;
    int shifts = 400;
    double loss = 0;
    for (int i = 0; i < shifts; i++) {
      double shift = random.nextDouble(-0.05, 0.05);
      for (int bin = 0; bin < count; bin++) {
        double low =
            bin == 0 ? 0 : StrictNormal.cdf(StrictNormal.quantile((double) bin / count) + shift);
        double high =
            bin == count - 1
                ? 1
                : StrictNormal.cdf(StrictNormal.quantile((bin + 1.0) / count) + shift);
        double rounded =
            (bins.cumulative(bin + 1, 1, shift) - bins.cumulative(bin, 1, shift))
                / (double) (1L << precision);
        loss += (xLogX(rounded) - xLogX(high - low)) / shifts;
      }
    }
    double predicted = 0.120 * Math.pow(4, bits - precision);
    assertThat(loss).isCloseTo(predicted, within(0.1 * predicted));
  }

  private static double xLogX(double x) {
    return x == 0 ? 0 : x * Math.log(x) / Math.log(2);
  }

  /** {@code b - H = d^2 / (2 ln 2)} bits. */
  @ParameterizedTest
  @CsvSource({"0.1", "0.5", "1"})
  void aShiftCostsItsDivergence(double shift) {
    int precision = 24;
    EqualMassBins bins = new EqualMassBins(12, precision);
    double cost = 12;
    for (int bin = 0; bin < 4096; bin++) {
      long frequency = bins.cumulative(bin + 1, 1, shift) - bins.cumulative(bin, 1, shift);
      cost += xLogX(frequency / (double) (1L << precision));
    }
    double expected = shift * shift / (2 * Math.log(2));
    assertThat(cost).isCloseTo(expected, within(0.002 * expected));
  }

  /**
   * So does one of many standard deviations, or less: p has one frequency for all that lies beyond
   * 3.5 of them, divided so that nothing costs more than 36 bits. What was drawn has the mean and
   * the variance of q, within five standard errors.
   */
  @ParameterizedTest
  @CsvSource({"3, 0.002", "-5, 0.02", "8, 1", "-20, 1"})
  void aFarShiftCostsAtMostItsDivergence(double shift, double cheaper) {
    EqualMassBins bins = new EqualMassBins(12, 24);
    Rans rans = new Rans(BitSource.seeded(3));
    int count = 20_000;
    double sum = 0;
    double squares = 0;
    double expected = 0;
    for (int i = 0; i < count; i++) {
      int bin = bins.draw(rans, 1, shift);
      bins.push(rans, bin);
      double distance = bins.value(bin) + shift;
      sum += distance;
      squares += distance * distance;
      // By what was drawn: log q - log p.
      expected += (bins.value(bin) * bins.value(bin) - distance * distance) / (2 * Math.log(2));
    }
    double net = (rans.bits() - rans.takenBits()) / count;
    assertThat(sum / count).isCloseTo(0, within(5 / Math.sqrt(count)));
    assertThat(squares / count).isCloseTo(1 + 1 / 768.0, within(5 * Math.sqrt(2.0 / count)));
    assertThat(net * count / expected).isBetween(1 - cheaper, 1.002);
  }

  @Property
  void equalMassBinsAreGivenBack(
      @ForAll long seed,
      @ForAll @Scale(4) @DoubleRange(min = 0.3, max = 4) double ratio,
      @ForAll @Scale(4) @DoubleRange(min = -30, max = 30) double shift) {
    EqualMassBins bins = new EqualMassBins(6, 20);
    Rans rans = new Rans(BitSource.seeded(seed));
    int[] drawn = new int[20];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = bins.draw(rans, ratio, shift);
      assertThat(ratio * bins.value(drawn[i]) + shift)
          .as("distance from the mean of q, in its standard deviations, where bins reach to it")
          .isBetween(
              Math.min(-8, shift - 32 * ratio) - ratio, Math.max(8, shift + 32 * ratio) + ratio);
      bins.push(rans, drawn[i]);
      assertThat(bins.pop(rans)).isEqualTo(drawn[i]);
    }
    for (int i = drawn.length - 1; i >= 0; i--) {
      bins.giveBack(rans, drawn[i], ratio, shift);
    }
    rans.checkEmpty(BitSource.seeded(seed));
  }

  @Property
  void gridBinsAreGivenBackAndCodedHoweverImprobable(
      @ForAll long seed,
      @ForAll @Scale(4) @DoubleRange(min = -3, max = 3) double mean,
      @ForAll @Scale(4) @DoubleRange(min = 0.001, max = 5) double deviation,
      @ForAll @Scale(4) @DoubleRange(min = -3, max = 3) double otherMean,
      @ForAll @Scale(4) @DoubleRange(min = 0.001, max = 5) double otherDeviation) {
    GridBins bins = new GridBins(0.001, 31);
    Rans rans = new Rans(BitSource.seeded(seed));
    int[] drawn = new int[20];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = bins.draw(rans, mean, deviation);
      assertThat((double) bins.value(drawn[i])).isCloseTo(mean, within(8 * deviation + 0.001));
      bins.push(rans, drawn[i], otherMean, otherDeviation);
    }
    for (int i = drawn.length - 1; i >= 0; i--) {
      assertThat(bins.pop(rans, otherMean, otherDeviation)).isEqualTo(drawn[i]);
      bins.giveBack(rans, drawn[i], mean, deviation);
    }
    rans.checkEmpty(BitSource.seeded(seed));
  }

  @Property
  void levelsAreCodedHoweverImprobable(
      @ForAll long seed,
      @ForAll @Scale(4) @DoubleRange(min = -2, max = 2) double mean,
      @ForAll @Scale(4) @DoubleRange(min = 0.001, max = 3) double deviation) {
    Levels levels = new Levels(17);
    LevelBins bins = new LevelBins(levels, 24);
    Rans rans = new Rans(BitSource.seeded(seed));
    for (int level = 0; level < 17; level++) {
      bins.push(rans, level, mean, deviation);
    }
    for (int level = 16; level >= 0; level--) {
      assertThat(bins.pop(rans, mean, deviation)).isEqualTo(level);
    }
    rans.checkEmpty(BitSource.seeded(seed));
  }

  @Test
  void refusesWhatIsNoNumber() {
    Rans rans = new Rans(BitSource.seeded(1));
    assertThatThrownBy(() -> new EqualMassBins(6, 20).draw(rans, 1, Double.NaN))
        .isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> new GridBins(0.1, 20).draw(rans, Double.NaN, 1))
        .isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> new LevelBins(new Levels(4), 20).push(rans, 1, Double.NaN, 1))
        .isInstanceOf(DamagedException.class);
  }
}
