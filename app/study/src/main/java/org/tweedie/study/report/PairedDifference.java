package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How a variant differs from the baseline over the seeds that both have: the same data order and
 * the same noise, so that what a seed does to both falls out of the difference.
 *
 * @param differences variant minus baseline, a seed each
 * @param summary their mean and spread
 * @param bootstrap the 95% percentile bootstrap interval of the mean
 * @param studentT the 95% interval of the mean by Student's t, which takes differences to be normal
 * @param pValue of the two-sided paired t-test of no difference; NaN for fewer than two pairs
 * @param adjusted the p-value corrected by Holm's method for all variants that were compared
 */
record PairedDifference(
    List<Double> differences,
    Summary summary,
    Interval bootstrap,
    Interval studentT,
    double pValue,
    double adjusted) {

  static final double COVERAGE = 0.95;

  /** The comparison by itself, as if it were the only one. */
  static PairedDifference of(Map<Long, Double> variant, Map<Long, Double> baseline) {
    List<Double> differences = new ArrayList<>();
    variant.forEach(
        (seed, value) -> {
          if (baseline.containsKey(seed)) {
            differences.add(value - baseline.get(seed));
          }
        });
    return of(differences);
  }

  static PairedDifference of(List<Double> differences) {
    Summary summary = Summary.of(differences);
    double p = pValue(summary);
    return new PairedDifference(
        List.copyOf(differences),
        summary,
        differences.size() < 2 ? Interval.UNKNOWN : Bootstrap.mean(differences, COVERAGE),
        studentT(summary),
        p,
        p);
  }

  PairedDifference withAdjusted(double value) {
    return new PairedDifference(differences, summary, bootstrap, studentT, pValue, value);
  }

  /** Whether there is anything to compare. */
  boolean isKnown() {
    return summary.count() > 0;
  }

  private static double pValue(Summary summary) {
    if (summary.count() < 2) {
      return Double.NaN;
    }
    if (summary.spread() == 0) {
      return summary.mean() == 0 ? 1 : 0;
    }
    double t = Math.abs(summary.mean()) / summary.standardError();
    return 2 * TDistribution.of(summary.count() - 1).survivalProbability(t);
  }

  private static Interval studentT(Summary summary) {
    if (summary.count() < 2) {
      return Interval.UNKNOWN;
    }
    double quantile =
        TDistribution.of(summary.count() - 1)
            .inverseSurvivalProbability((1 - PairedDifference.COVERAGE) / 2);
    double half = quantile * summary.standardError();
    return new Interval(summary.mean() - half, summary.mean() + half);
  }
}
