package org.tweedie.engine.measure;

import java.util.Arrays;
import org.tweedie.api.measure.Reading;

/** Means of one value a sample. */
final class Means {

  private Means() {}

  static double of(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** The standard deviation of the mean of independent values. */
  static double error(double[] values) {
    double mean = of(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /** A reading of a mean of which more is better, with its standard error and the values. */
  static Reading reading(Reading mean, double[] values) {
    return mean.withStandardError(error(values)).withExamples(values).moreIsBetter();
  }
}
