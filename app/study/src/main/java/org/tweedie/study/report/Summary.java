package org.tweedie.study.report;

import java.util.Collection;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * Mean and spread of some numbers.
 *
 * @param count how many; 0 makes both others NaN
 * @param mean their mean
 * @param spread their standard deviation, with n - 1 beneath; NaN for fewer than two
 */
record Summary(int count, double mean, double spread) {

  static Summary of(Collection<Double> values) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Summary(
        numbers.length,
        Mean.of(numbers).getAsDouble(),
        numbers.length < 2 ? Double.NaN : StandardDeviation.of(numbers).getAsDouble());
  }

  /** The standard error of the mean; NaN for fewer than two. */
  double standardError() {
    return spread / Math.sqrt(count);
  }
}
