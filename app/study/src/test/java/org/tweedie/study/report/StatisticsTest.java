package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading;

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
    PairedDifference difference = differences(List.of(1.0, 2.0, 3.0));
    // With two degrees of freedom, P(|T| > t) = 1 - t / sqrt(t^2 + 2), here t = 2 sqrt(3).
    assertThat(difference.pValue()).isCloseTo(1 - Math.sqrt(12 / 14.0), within(1e-12));
    // The quantile of 97.5% is 0.95 sqrt(2 / (1 - 0.95^2)).
    double half = 0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95)) / Math.sqrt(3);
    assertThat(difference.studentT().low()).isCloseTo(2 - half, within(1e-9));
    assertThat(difference.studentT().high()).isCloseTo(2 + half, within(1e-9));
  }

  @Test
  void pairedTestOfTwoPairsIsCauchy() {
    PairedDifference difference = differences(List.of(1.0, 3.0));
    assertThat(difference.pValue()).isCloseTo(1 - 2 / Math.PI * Math.atan(2), within(1e-12));
  }

  @Test
  void noPairsOrOneLeaveTheTestUnknown() {
    PairedDifference one = PairedDifference.of(of(Map.of(1L, 2.0)), of(Map.of(1L, 3.0, 2L, 4.0)));
    assertThat(one.isKnown()).isTrue();
    assertThat(one.summary().mean()).isEqualTo(-1);
    assertThat(one.pValue()).isNaN();
    assertThat(one.bootstrap()).isEqualTo(Interval.UNKNOWN);
    assertThat(PairedDifference.of(of(Map.of(1L, 2.0)), of(Map.of(2L, 3.0))).isKnown()).isFalse();
  }

  @Test
  void pairsThatDoNotSpreadAreCertain() {
    assertThat(differences(List.of(0.0, 0.0, 0.0)).pValue()).isEqualTo(1);
    assertThat(differences(List.of(0.5, 0.5, 0.5)).pValue()).isZero();
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

  @Test
  void bootstrapOfSeedsAndExamplesIsThatOfTheOneThatVaries() {
    // Of examples that are all alike only the seeds count: 2 of 0 and 1 have the means 0, 1/2, 1.
    assertThat(Bootstrap.mean(new double[][] {{0, 0, 0}, {1, 1, 1}}, 0.95))
        .isEqualTo(new Interval(0, 1));
    // Of seeds that are all alike only the examples count, once and not once a seed: of 50 ones in
    // 100, binomial(100, 1/2) as above. Were they drawn for each of 25 seeds, 48 to 52.
    double[] row = ones(50, 100).stream().mapToDouble(Double::doubleValue).toArray();
    double[][] rows = new double[25][];
    Arrays.fill(rows, row);
    Interval interval = Bootstrap.mean(rows, 0.95);
    // A quantile of 2,000 resamples has a standard error of 0.35 here.
    assertThat(100 * interval.low()).isCloseTo(40, within(1.0001));
    assertThat(100 * interval.high()).isCloseTo(60, within(1.0001));
  }

  @Test
  void bothSourcesOfChanceAddUp() {
    // A sum of an effect of the seed and one of the example, each +-1: the variance of the mean is
    // 1/S + 1/n. With 100 of both, 1.96 standard errors are 0.277; a quantile's own error is 0.008.
    double[][] values = new double[100][100];
    for (int seed = 0; seed < 100; seed++) {
      for (int example = 0; example < 100; example++) {
        values[seed][example] = (seed % 2 == 0 ? 1 : -1) + (example % 2 == 0 ? 1 : -1);
      }
    }
    Interval interval = Bootstrap.mean(values, 0.95);
    assertThat(interval.low()).isCloseTo(-0.277, within(0.03));
    assertThat(interval.high()).isCloseTo(0.277, within(0.03));
  }

  @Test
  void differencesAreTakenExampleByExample() {
    Reading easy = Reading.of("m", 2).withExamples(new double[] {1, 3});
    Reading hard = Reading.of("m", 3).withExamples(new double[] {2, 4});
    PairedDifference difference =
        PairedDifference.of(new SeedReadings(Map.of(1L, hard)), new SeedReadings(Map.of(1L, easy)));
    assertThat(difference.chance()).isEqualTo(SeedReadings.Chance.EXAMPLES);
    assertThat(difference.bootstrap())
        .as("each example is harder by one, whichever are drawn")
        .isEqualTo(new Interval(1, 1));
    assertThat(difference.pValue()).as("one seed is no pair of seeds").isNaN();
  }

  @Test
  void theErrorOfAReadingIsThatOfItsExamplesWhereItTellsNone() {
    Reading told = Reading.of("m", 2).withStandardError(0.5);
    Reading examples = Reading.of("m", 2).withExamples(new double[] {1, 3});
    assertThat(new SeedReadings(Map.of(1L, told)).error()).isEqualTo(0.5);
    assertThat(new SeedReadings(Map.of(1L, examples)).error())
        .as("a standard deviation of sqrt(2) over sqrt(2)")
        .isCloseTo(1, within(1e-15));
    assertThat(new SeedReadings(Map.of(1L, Reading.of("m", 2))).error()).isNaN();
  }

  private static PairedDifference differences(List<Double> values) {
    Map<Long, Double> zeros = new LinkedHashMap<>();
    Map<Long, Double> bySeed = new LinkedHashMap<>();
    values.forEach(value -> bySeed.put((long) bySeed.size(), value));
    bySeed.keySet().forEach(seed -> zeros.put(seed, 0.0));
    return PairedDifference.of(of(bySeed), of(zeros));
  }

  private static SeedReadings of(Map<Long, Double> values) {
    Map<Long, Reading> readings = new LinkedHashMap<>();
    values.forEach((seed, value) -> readings.put(seed, Reading.of("m", value)));
    return new SeedReadings(readings);
  }

  private static List<Double> ones(int ones, int count) {
    List<Double> values = new ArrayList<>(Collections.nCopies(ones, 1.0));
    values.addAll(Collections.nCopies(count - ones, 0.0));
    return values;
  }
}
