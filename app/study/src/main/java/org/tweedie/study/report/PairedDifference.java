package org.tweedie.study.report;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * How a variant differs from the baseline over the seeds that both have: the same data order and
 * the same noise, so that what a seed does to both falls out of the difference.
 *
 * @param differences variant minus baseline, a seed each
 * @param summary their mean and spread
 * @param bootstrap the 95% percentile bootstrap interval of the mean
 * @param chance what the bootstrap draws anew
 * @param studentT the 95% interval of the mean by Student's t, which takes differences to be normal
 * @param pValue of the two-sided paired t-test of no difference; NaN for fewer than two pairs
 * @param adjusted the p-value corrected by Holm's method for all variants that were compared
 */
record PairedDifference(
    List<Double> differences,
    Summary summary,
    Interval bootstrap,
    SeedReadings.Chance chance,
    Interval studentT,
    double pValue,
    double adjusted) {

  /** The comparison by itself, as if it were the only one. */
  static PairedDifference of(SeedReadings variant, SeedReadings baseline) {
    SeedReadings readings = variant.minus(baseline);
    List<Double> differences = List.copyOf(readings.values().values());
    Summary summary = Summary.of(differences);
    double p = pValue(differences, summary);
    return new PairedDifference(
        differences, summary, readings.interval(), readings.chance(), studentT(summary), p, p);
  }

  PairedDifference withAdjusted(double value) {
    return new PairedDifference(differences, summary, bootstrap, chance, studentT, pValue, value);
  }

  /** Whether there is anything to compare. */
  boolean isKnown() {
    return summary.count() > 0;
  }

  private static double pValue(List<Double> differences, Summary summary) {
    if (summary.count() < 2) {
      return Double.NaN;
    }
    if (summary.spread() == 0) {
      return summary.mean() == 0 ? 1 : 0;
    }
    return TTest.withDefaults()
        .test(differences.stream().mapToDouble(Double::doubleValue).toArray())
        .getPValue();
  }

  private static Interval studentT(Summary summary) {
    if (summary.count() < 2) {
      return Interval.UNKNOWN;
    }
    double quantile =
        TDistribution.of(summary.count() - 1)
            .inverseSurvivalProbability((1 - SeedReadings.COVERAGE) / 2);
    double half = quantile * summary.standardError();
    return new Interval(summary.mean() - half, summary.mean() + half);
  }
}
