package org.tweedie.engine.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Euclidean distances between rows. All cores share the rows. */
final class Distances {

  private Distances() {}

  static double squared(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      double difference = one[k] - other[k];
      sum += difference * difference;
    }
    return sum;
  }

  /** The sum of the distances of all pairs of a row of one and a row of the other. */
  static double sum(double[][] one, double[][] other) {
    // Row by row and in their order, so that the sum does not depend on who was faster.
    double[] sums =
        IntStream.range(0, one.length)
            .parallel()
            .mapToDouble(
                i -> {
                  double sum = 0;
                  for (double[] row : other) {
                    sum += Math.sqrt(squared(one[i], row));
                  }
                  return sum;
                })
            .toArray();
    return Arrays.stream(sums).sum();
  }

  /**
   * The squared distance of each row to its k-th nearest neighbour among the others.
   *
   * @param k at least 1 and below the number of rows
   */
  static double[] squaredRadii(double[][] rows, int k) {
    return IntStream.range(0, rows.length)
        .parallel()
        .mapToDouble(
            i -> {
              double[] distances = new double[rows.length];
              for (int j = 0; j < rows.length; j++) {
                distances[j] = squared(rows[i], rows[j]);
              }
              // The row itself is at distance 0, the first of the sorted ones.
              distances[i] = 0;
              Arrays.sort(distances);
              return distances[k];
            })
        .toArray();
  }
}
