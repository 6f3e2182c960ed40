package org.tweedie.engine.score;

import java.util.stream.IntStream;

/**
 * What a set covers: the balls around its rows that reach to the k-th nearest neighbour of each,
 * their surface included.
 *
 * @param rows the centres
 * @param squaredRadii of the balls
 */
record Manifold(double[][] rows, double[] squaredRadii) {

  /**
   * The balls of a set.
   *
   * @param k at least 1 and below the number of rows
   */
  static Manifold of(double[][] rows, int k) {
    return new Manifold(rows, Distances.squaredRadii(rows, k));
  }

  /** The share of a set's rows that lie in a ball or more. */
  double share(double[][] others) {
    return (double)
            IntStream.range(0, others.length).parallel().filter(j -> balls(others[j]) > 0).count()
        / others.length;
  }

  /** How many balls a row of another set lies in, on the average. */
  double balls(double[][] others) {
    return (double)
            IntStream.range(0, others.length).parallel().mapToLong(j -> balls(others[j])).sum()
        / others.length;
  }

  /** The share of the balls that hold a row of another set or more. */
  double covered(double[][] others) {
    long covered =
        IntStream.range(0, rows.length)
            .parallel()
            .filter(
                i -> {
                  for (double[] other : others) {
                    if (Distances.squared(rows[i], other) <= squaredRadii[i]) {
                      return true;
                    }
                  }
                  return false;
                })
            .count();
    return (double) covered / rows.length;
  }

  private long balls(double[] row) {
    long count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (Distances.squared(rows[i], row) <= squaredRadii[i]) {
        count++;
      }
    }
    return count;
  }
}
