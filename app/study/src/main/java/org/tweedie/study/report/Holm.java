package org.tweedie.study.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction of p-values for the number of tests (S. Holm, "A Simple Sequentially Rejective
 * Multiple Test Procedure", Scandinavian Journal of Statistics 6, 1979): it keeps the chance of any
 * false finding below the level, whatever the tests have to do with one another.
 */
final class Holm {

  private Holm() {}

  /** The adjusted p-values in the order of the given ones; NaN are no tests and stay. */
  static double[] adjusted(List<Double> pValues) {
    double[] adjusted = pValues.stream().mapToDouble(Double::doubleValue).toArray();
    List<Integer> rising =
        IntStream.range(0, adjusted.length)
            .filter(i -> !Double.isNaN(pValues.get(i)))
            .boxed()
            .sorted(Comparator.comparing(pValues::get))
            .toList();
    double largest = 0;
    for (int rank = 0; rank < rising.size(); rank++) {
      int i = rising.get(rank);
      largest = Math.max(largest, Math.min(1, (rising.size() - rank) * pValues.get(i)));
      adjusted[i] = largest;
    }
    return adjusted;
  }
}
