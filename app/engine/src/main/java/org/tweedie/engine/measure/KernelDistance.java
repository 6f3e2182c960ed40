package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;

/**
 * The squared maximum mean discrepancy with the kernel {@code (x . y / d + 1)^3}, unbiased: zero in
 * expectation for two sets of one distribution, so single values may be negative (M. Binkowski et
 * al., "Demystifying MMD GANs", arXiv 1801.01401, section 4).
 *
 * <p>The sets are cut into disjoint subsets, and the mean over these is reported. Since they share
 * no example, the standard error of that mean is an honest one; subsets drawn anew from the same
 * examples would not be independent. Each set is shuffled by itself: in the same order, equal sets
 * would meet their own copies in every subset.
 *
 * @param value the mean over the subsets
 * @param standardError of the mean
 * @param subsets how many
 */
record KernelDistance(double value, double standardError, int subsets) {

  private static final int MOST_SUBSETS = 10;
  private static final int SMALLEST_SUBSET = 10;

  /** Into how many subsets sets of so many rows are cut. */
  static int subsets(int one, int other) {
    return Math.max(2, Math.min(MOST_SUBSETS, Math.min(one, other) / SMALLEST_SUBSET));
  }

  static KernelDistance between(Batch one, Batch other, long seed) {
    return between(one, other, seed, done -> {});
  }

  /**
   * Between two sets of four rows or more each, in whatever order they are.
   *
   * @param progress told how many subsets are done, by one thread at a time
   */
  static KernelDistance between(Batch one, Batch other, long seed, IntConsumer progress) {
    int subsets = subsets(one.count(), other.count());
    int[] done = {0};
    int[] ofOne = Shuffle.of(one.count(), seed);
    int[] ofOther = Shuffle.of(other.count(), seed + 1);
    double[] values =
        IntStream.range(0, subsets)
            .parallel()
            .mapToDouble(
                b -> {
                  double value =
                      squaredDiscrepancy(
                          one, part(ofOne, b, subsets), other, part(ofOther, b, subsets));
                  synchronized (done) {
                    progress.accept(++done[0]);
                  }
                  return value;
                })
            .toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new KernelDistance(mean, Math.sqrt(squares / (subsets - 1) / subsets), subsets);
  }

  private static int[] part(int[] order, int which, int parts) {
    return IntStream.range(0, order.length)
        .filter(i -> i % parts == which)
        .map(i -> order[i])
        .toArray();
  }

  /** The unbiased estimate of whole sets of two rows or more each. */
  static double squaredDiscrepancy(Batch one, Batch other) {
    return squaredDiscrepancy(
        one,
        IntStream.range(0, one.count()).toArray(),
        other,
        IntStream.range(0, other.count()).toArray());
  }

  private static double squaredDiscrepancy(Batch one, int[] mine, Batch other, int[] theirs) {
    double cross = 0;
    for (int i : mine) {
      for (int j : theirs) {
        cross += kernel(one, i, other, j);
      }
    }
    return within(one, mine)
        + within(other, theirs)
        - 2 * cross / ((double) mine.length * theirs.length);
  }

  private static double within(Batch rows, int[] some) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * kernel(rows, some[i], rows, some[j]);
      }
    }
    return sum / ((double) some.length * (some.length - 1));
  }

  private static double kernel(Batch one, int i, Batch other, int j) {
    float[] x = one.values();
    float[] y = other.values();
    int size = one.shape().size();
    double product = 0;
    for (int k = 0; k < size; k++) {
      product += (double) x[i * size + k] * y[j * size + k];
    }
    double base = product / size + 1;
    return base * base * base;
  }
}
