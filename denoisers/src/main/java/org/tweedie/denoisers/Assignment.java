package org.tweedie.denoisers;

import java.util.Arrays;

/**
 * A pairing of rows with columns of least cost, exact: successive shortest augmenting paths with
 * potentials (Jonker and Volgenant, "A Shortest Augmenting Path Algorithm for Dense and Sparse
 * Linear Assignment Problems", 1987; Crouse, "On Implementing 2D Rectangular Assignment
 * Algorithms", 2016), in {@code O(n^3)}.
 *
 * <p>Not a library's, since those for Java take an edge object for each pair: a training step of
 * 256 examples would wait half a second for 65,536 of them.
 *
 * @param columns for each row its column
 * @param ofRows potentials u, with {@code u_i + v_j <= cost_ij} for all and equal for pairs: the
 *     proof that no pairing costs less
 * @param ofColumns potentials v
 */
record Assignment(int[] columns, double[] ofRows, double[] ofColumns) {

  /**
   * The pairing of least cost.
   *
   * @param cost square, finite
   */
  static Assignment least(double[][] cost) {
    int n = cost.length;
    double[] u = new double[n];
    double[] v = new double[n];
    int[] rowOf = new int[n];
    Arrays.fill(rowOf, -1);
    int[] before = new int[n];
    double[] shortest = new double[n];
    boolean[] isReached = new boolean[n];
    for (int start = 0; start < n; start++) {
      Arrays.fill(shortest, Double.POSITIVE_INFINITY);
      Arrays.fill(isReached, false);
      double length = 0;
      int row = start;
      int last = -1;
      int end = -1;
      // Dijkstra's algorithm on reduced costs, until a column is free.
      while (end < 0) {
        int nearest = -1;
        for (int j = 0; j < n; j++) {
          if (!isReached[j]) {
            double through = length + cost[row][j] - u[row] - v[j];
            if (through < shortest[j]) {
              shortest[j] = through;
              before[j] = last;
            }
            if (nearest < 0 || shortest[j] < shortest[nearest]) {
              nearest = j;
            }
          }
        }
        length = shortest[nearest];
        isReached[nearest] = true;
        if (rowOf[nearest] < 0) {
          end = nearest;
        } else {
          last = nearest;
          row = rowOf[nearest];
        }
      }
      u[start] += length;
      for (int j = 0; j < n; j++) {
        if (isReached[j] && j != end) {
          u[rowOf[j]] += length - shortest[j];
          v[j] -= length - shortest[j];
        }
      }
      // Along the path every row takes the column that comes after it.
      int column = end;
      while (before[column] >= 0) {
        rowOf[column] = rowOf[before[column]];
        column = before[column];
      }
      rowOf[column] = start;
    }
    int[] columns = new int[n];
    for (int j = 0; j < n; j++) {
      columns[rowOf[j]] = j;
    }
    return new Assignment(columns, u, v);
  }
}
