package org.tweedie.engine.chain;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The times of a chain of T steps, as multiples of a small step of time.
 *
 * @param fine how many small steps there are from time 0 to time 1
 * @param points T + 1 rising numbers of small steps, the first 0 and the last {@code fine}; not to
 *     be written to
 */
public record StepGrid(int fine, int[] points) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the points do not rise from 0 to {@code fine}
   */
  public StepGrid {
    int last = points.length - 1;
    if (last < 1
        || points[0] != 0
        || points[last] != fine
        || !IntStream.range(0, last).allMatch(i -> points[i] < points[i + 1])) {
      throw new IllegalArgumentException(
          "the points of a grid rise from 0 to %d: %s".formatted(fine, Arrays.toString(points)));
    }
  }

  /** T steps of equal length. */
  public static StepGrid even(int steps) {
    return new StepGrid(steps, IntStream.rangeClosed(0, steps).toArray());
  }

  /**
   * The T steps of least total cost (dynamic programming over all grids; the bound is a sum over
   * steps: Watson et al., arXiv 2106.03802).
   *
   * @param steps T, at most {@code fine}
   * @param fine how many small steps there are
   * @param cost of a step between two points
   */
  public static StepGrid cheapest(int steps, int fine, StepCost cost) {
    double[] least = new double[fine + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    least[0] = 0;
    int[][] before = new int[steps + 1][fine + 1];
    for (int step = 1; step <= steps; step++) {
      double[] next = new double[fine + 1];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      for (int t = step; t <= fine; t++) {
        for (int s = step - 1; s < t; s++) {
          double sum = least[s] + cost.of(s, t);
          if (sum < next[t]) {
            next[t] = sum;
            before[step][t] = s;
          }
        }
      }
      least = next;
    }
    int[] points = new int[steps + 1];
    points[steps] = fine;
    for (int step = steps; step > 0; step--) {
      points[step - 1] = before[step][points[step]];
    }
    return new StepGrid(fine, points);
  }

  /** What a step costs. */
  @FunctionalInterface
  public interface StepCost {
    /**
     * Of the step from point t to the earlier point s.
     *
     * @param s below t
     */
    double of(int s, int t);
  }

  /** T. */
  public int steps() {
    return points.length - 1;
  }

  /** Whether all steps are equally long. */
  public boolean isEven() {
    return steps() == fine;
  }

  /** The T + 1 times, from 0 to 1. */
  public double[] times() {
    return Arrays.stream(points).mapToDouble(point -> (double) point / fine).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepGrid grid
        && fine == grid.fine
        && Arrays.equals(points, grid.points);
  }

  @Override
  public int hashCode() {
    return 31 * fine + Arrays.hashCode(points);
  }

  @Override
  public String toString() {
    return "StepGrid[" + fine + ", " + Arrays.toString(points) + "]";
  }
}
