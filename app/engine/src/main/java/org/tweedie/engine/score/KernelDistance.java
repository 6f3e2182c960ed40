package org.tweedie.engine.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The squared maximum mean discrepancy with the kernel {@code (x . y / d + 1)^3}, unbiased: zero in
 * expectation for two sets of one distribution, so single values may be negative (M. Binkowski et
 * al., "Demystifying MMD GANs", arXiv 1801.01401, section 4).
 *
 * <p>The sets are cut into disjoint subsets, and the mean over these is reported. Since they share
 * no example, the standard error of that mean is an honest one; subsets drawn anew from the same
 * examples would not be independent.
 *
 * @param value the mean over the subsets
 * @param standardError of the mean
 * @param subsets how many
 */
record KernelDistance(double value, double standardError, int subsets) {

  private static final int MOST_SUBSETS = 10;
  private static final int SMALLEST_SUBSET = 10;

  /** Between two sets of four rows or more each, in whatever order they are. */
  static KernelDistance between(double[][] one, double[][] other) {
    int fewer = Math.min(one.length, other.length);
    int subsets = Math.max(2, Math.min(MOST_SUBSETS, fewer / SMALLEST_SUBSET));
    double[] values =
        IntStream.range(0, subsets)
            .parallel()
            .mapToDouble(b -> squaredDiscrepancy(part(one, b, subsets), part(other, b, subsets)))
            .toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new KernelDistance(mean, Math.sqrt(squares / (subsets - 1) / subsets), subsets);
  }

  private static double[][] part(double[][] rows, int which, int parts) {
    int[] order = Shuffle.of(rows.length);
    return IntStream.range(0, rows.length)
        .filter(i -> i % parts == which)
        .mapToObj(i -> rows[order[i]])
        .toArray(double[][]::new);
  }

  /** The unbiased estimate of sets of two rows or more each. */
  static double squaredDiscrepancy(double[][] one, double[][] other) {
    double cross = 0;
    for (double[] x : one) {
      for (double[] y : other) {
        cross += kernel(x, y);
      }
    }
    return within(one) + within(other) - 2 * cross / ((double) one.length * other.length);
  }

  private static double within(double[][] rows) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * kernel(rows[i], rows[j]);
      }
    }
    return sum / ((double) rows.length * (rows.length - 1));
  }

  private static double kernel(double[] x, double[] y) {
    double product = 0;
    for (int k = 0; k < x.length; k++) {
      product += x[k] * y[k];
    }
    double base = product / x.length + 1;
    return base * base * base;
  }
}
