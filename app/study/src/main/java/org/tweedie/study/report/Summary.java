package org.tweedie.study.report;

import java.util.Collection;

/**
 * Mean and spread of some numbers.
 *
 * @param count how many; 0 makes both others NaN
 * @param mean their mean
 * @param spread their standard deviation, with n - 1 beneath; NaN for fewer than two
 */
record Summary(int count, double mean, double spread) {

  static Summary of(Collection<Double> values) {
    int count = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Summary(
        count,
        count == 0 ? Double.NaN : mean,
        count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
  }

  /** The standard error of the mean; NaN for fewer than two. */
  double standardError() {
    return spread / Math.sqrt(count);
  }
}
