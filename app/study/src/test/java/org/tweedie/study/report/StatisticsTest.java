package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Spread, intervals and tests against closed forms. */
class StatisticsTest {

  @Test
  void spreadIsTheSampleStandardDeviation() {
    Summary summary = Summary.of(List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0));
    assertThat(summary.mean()).isEqualTo(5);
    assertThat(summary.spread()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-15));
    assertThat(summary.standardError()).isCloseTo(Math.sqrt(4.0 / 7), within(1e-15));
  }

  @Test
  void oneNumberHasNoSpreadAndNoneHasNoMean() {
    assertThat(Summary.of(List.of(3.0)).mean()).isEqualTo(3);
    assertThat(Summary.of(List.of(3.0)).spread()).isNaN();
    assertThat(Summary.of(List.of()).mean()).isNaN();
  }

  @Test
  void bootstrapOfTwoNumbersHasFourResamples() {
    // Means 0, 1/2, 1/2 and 1: a quarter lies outside of the middle at each end.
    assertThat(Bootstrap.mean(List.of(0.0, 1.0), 0.95)).isEqualTo(new Interval(0, 1));
    assertThat(Bootstrap.mean(List.of(0.0, 1.0), 0.50)).isEqualTo(new Interval(0.5, 0.5));
  }

  @Test
  void bootstrapOfThreeNumbersReachesFromTheSmallestToTheLargest() {
    // The three equal draws of the smallest have probability 1/27, which is above 2.5%.
    assertThat(Bootstrap.mean(List.of(5.0, -1.0, 2.0), 0.95)).isEqualTo(new Interval(-1, 5));
  }

  @Test
  void bootstrapOfZerosAndOnesIsBinomial() {
    // Sums of resamples of three ones in six are binomial(6, 1/2): P(0) = 1/64 < 2.5% < P(0 or 1).
    Interval six = Bootstrap.mean(ones(3, 6), 0.95);
    assertThat(six.low()).isCloseTo(1 / 6.0, within(1e-15));
    assertThat(six.high()).isCloseTo(5 / 6.0, within(1e-15));
    // Binomial(100, 1/2): the quantiles of 2.5% and 97.5% are 40 and 60. Of 10,000 resamples, a
    // quantile's standard error is sqrt(0.025 0.975 / 10000) / P(40) = 0.14.
    Interval hundred = Bootstrap.mean(ones(50, 100), 0.95);
    assertThat(100 * hundred.low()).isCloseTo(40, within(1.0001));
    assertThat(100 * hundred.high()).isCloseTo(60, within(1.0001));
  }

  @Test
  void bootstrapIsTheSameWhenItIsMadeAgain() {
    List<Double> values = ones(7, 20);
    assertThat(Bootstrap.mean(values, 0.95)).isEqualTo(Bootstrap.mean(values, 0.95));
  }

  @Test
  void pairedTestOfThreePairsHasItsClosedForm() {
    PairedDifference difference = PairedDifference.of(List.of(1.0, 2.0, 3.0));
    // With two degrees of freedom, P(|T| > t) = 1 - t / sqrt(t^2 + 2), here t = 2 sqrt(3).
    assertThat(difference.pValue()).isCloseTo(1 - Math.sqrt(12 / 14.0), within(1e-12));
    // The quantile of 97.5% is 0.95 sqrt(2 / (1 - 0.95^2)).
    double half = 0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95)) / Math.sqrt(3);
    assertThat(difference.studentT().low()).isCloseTo(2 - half, within(1e-9));
    assertThat(difference.studentT().high()).isCloseTo(2 + half, within(1e-9));
  }

  @Test
  void pairedTestOfTwoPairsIsCauchy() {
    PairedDifference difference = PairedDifference.of(List.of(1.0, 3.0));
    assertThat(difference.pValue()).isCloseTo(1 - 2 / Math.PI * Math.atan(2), within(1e-12));
  }

  @Test
  void noPairsOrOneLeaveTheTestUnknown() {
    PairedDifference one = PairedDifference.of(Map.of(1L, 2.0), Map.of(1L, 3.0, 2L, 4.0));
    assertThat(one.isKnown()).isTrue();
    assertThat(one.summary().mean()).isEqualTo(-1);
    assertThat(one.pValue()).isNaN();
    assertThat(one.bootstrap()).isEqualTo(Interval.UNKNOWN);
    assertThat(PairedDifference.of(Map.of(1L, 2.0), Map.of(2L, 3.0)).isKnown()).isFalse();
  }

  @Test
  void pairsThatDoNotSpreadAreCertain() {
    assertThat(PairedDifference.of(List.of(0.0, 0.0, 0.0)).pValue()).isEqualTo(1);
    assertThat(PairedDifference.of(List.of(0.5, 0.5, 0.5)).pValue()).isZero();
  }

  @Test
  void holmCorrectsInSteps() {
    // 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04 raised to the one before it.
    assertThat(Holm.adjusted(List.of(0.01, 0.04, 0.03, 0.005)))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(Holm.adjusted(List.of(0.6, 0.7))).containsExactly(1, 1);
    assertThat(Holm.adjusted(List.of(0.02, Double.NaN)))
        .as("what is no test does not count")
        .containsExactly(0.02, Double.NaN);
    assertThat(Holm.adjusted(List.of())).isEmpty();
  }

  @Property(tries = 200)
  void holmLiesBetweenThePValueAndBonferroniAndKeepsTheOrder(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1) Double> pValues) {
    double[] adjusted = Holm.adjusted(pValues);
    List<Double> ordered = new ArrayList<>(pValues);
    Collections.sort(ordered);
    for (int i = 0; i < adjusted.length; i++) {
      assertThat(adjusted[i])
          .isBetween(pValues.get(i), Math.min(1, pValues.size() * pValues.get(i)) + 1e-15);
      for (int j = 0; j < adjusted.length; j++) {
        if (pValues.get(i) < pValues.get(j)) {
          assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
        }
      }
    }
    double smallest = Arrays.stream(adjusted).min().orElseThrow();
    assertThat(smallest).isEqualTo(Math.min(1, pValues.size() * ordered.get(0)));
  }

  private static List<Double> ones(int ones, int count) {
    List<Double> values = new ArrayList<>(Collections.nCopies(ones, 1.0));
    values.addAll(Collections.nCopies(count - ones, 0.0));
    return values;
  }
}
