package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mean with its standard error.
 *
 * @param mean the mean
 * @param standardError the standard deviation of the mean; NaN where there was one value alone
 */
public record Estimate(double mean, double standardError) {

  /** The mean of independent values, times a factor. */
  static Estimate of(double[] values, double factor) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double variance = squares / (values.length - 1) / values.length;
    return new Estimate(factor * mean, factor * Math.sqrt(variance));
  }

  /** Named values, each times a factor, in their order. */
  static Map<String, double[]> scaled(Map<String, double[]> values, double factor) {
    Map<String, double[]> scaled = new LinkedHashMap<>();
    values.forEach(
        (name, each) ->
            scaled.put(name, Arrays.stream(each).map(value -> factor * value).toArray()));
    return scaled;
  }
}
