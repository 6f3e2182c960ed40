package org.tweedie.api.ode;

import java.util.Arrays;

/**
 * The embedded Runge-Kutta pair 5(4) of Dormand and Prince ("A family of embedded Runge-Kutta
 * formulae", 1980, table 2), for many systems side by side, each with its own position and step
 * size. That is why this is not a library's: those have one step size for a whole state, with which
 * an example would depend on its batch, and evaluate one state at a time, where a network wants
 * many.
 *
 * <p>A step is taken where the root mean square of its estimated errors, in units of {@code
 * absolute + relative |value|}, is at most 1. The last stage of a step is the first one of the
 * next, so a step costs six evaluations of the slope. Immutable; safe for many threads.
 *
 * @param absoluteTolerance error of a step that is allowed beside the relative one, above 0
 * @param relativeTolerance error of a step that is allowed as a share of the value, at least 0
 */
public record DormandPrince(double absoluteTolerance, double relativeTolerance) {

  /** How often a {@link Listener} is told. */
  public static final int PERCENT = 100;

  private static final double[] C = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1};
  private static final double[][] A = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  /** Fifth order less fourth. */
  private static final double[] E = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  private static final int STAGES = 7;
  private static final double FIRST_STEP = 0.01;

  /** A step is never a smaller share of the way: beyond, float32 is what limits the error. */
  private static final double SMALLEST = 1e-5;

  /** The right side of the equation. */
  @FunctionalInterface
  public interface Slope {

    /**
     * The derivative of each system's state by its position.
     *
     * @param positions where each system is
     * @param states each system's state; not to be written to
     * @param done which systems have arrived: their slopes are not looked at and may be null
     * @return new arrays, shaped like the states
     */
    double[][] at(double[] positions, double[][] states, boolean[] done);
  }

  /** Told of every percent of the way of the slowest system. */
  @FunctionalInterface
  public interface Listener {

    /** Looks away. */
    Listener NONE = (percent, states) -> {};

    /**
     * Called after a step, once for each percent.
     *
     * @param percent from 1 to {@link DormandPrince#PERCENT}
     * @param states each system's state; not to be written to
     */
    void onPercent(int percent, double[][] states);
  }

  /**
   * Where the systems ended.
   *
   * @param states each system's state
   * @param errors for each number of a state the sum of its steps' estimated errors, taken
   *     positive: what it may be off if no error is made up for by another
   * @param evaluations how often each system's slope was needed
   */
  public record Solution(double[][] states, double[][] errors, int[] evaluations) {}

  /**
   * Leads all systems from one position to another.
   *
   * @param slope the right side
   * @param start each system's state at the start; is not changed
   * @param from where all start
   * @param to where all end, in either direction
   * @param leading how many numbers of a state have their errors averaged together: those beyond,
   *     if there are any, are averaged by themselves, and the larger average counts
   * @param listener told how far the systems have come
   */
  public Solution solve(
      Slope slope, double[][] start, double from, double to, int leading, Listener listener) {
    int count = start.length;
    double way = to - from;
    double[][] states = new double[count][];
    double[][] errors = new double[count][];
    int[] evaluations = new int[count];
    // Positions and step sizes are shares of the way, so that both directions are one.
    double[] at = new double[count];
    double[] h = new double[count];
    boolean[] done = new boolean[count];
    for (int i = 0; i < count; i++) {
      states[i] = start[i].clone();
      errors[i] = new double[start[i].length];
      h[i] = FIRST_STEP;
    }
    double[][][] k = new double[STAGES][][];
    k[0] = slope.at(positions(from, to, at, h, 0), states, done).clone();
    Arrays.fill(evaluations, 1);
    int heard = 0;
    while (heard < PERCENT) {
      double[][] next = states;
      for (int stage = 1; stage < STAGES; stage++) {
        next = moved(states, h, way, k, A[stage], done);
        k[stage] = slope.at(positions(from, to, at, h, C[stage]), next, done);
      }
      double slowest = 1;
      for (int i = 0; i < count; i++) {
        if (done[i]) {
          continue;
        }
        evaluations[i] += STAGES - 1;
        double[] error = errorOfStep(k, i, h[i] * way);
        double size = size(states[i], next[i], error, leading);
        if (size <= 1 || h[i] <= SMALLEST) {
          states[i] = next[i];
          k[0][i] = k[STAGES - 1][i];
          at[i] += h[i];
          for (int j = 0; j < error.length; j++) {
            errors[i][j] += Math.abs(error[j]);
          }
        }
        if (at[i] > 1 - 1e-12) {
          at[i] = 1;
          done[i] = true;
        }
        double factor = Math.max(0.2, Math.min(5, 0.9 * Math.pow(size, -0.2)));
        h[i] = Math.min(Math.max(SMALLEST, h[i] * factor), 1 - at[i]);
        slowest = Math.min(slowest, at[i]);
      }
      for (; heard < Math.floor(PERCENT * slowest); heard++) {
        listener.onPercent(heard + 1, states);
      }
    }
    return new Solution(states, errors, evaluations);
  }

  private static double[] positions(double from, double to, double[] at, double[] h, double c) {
    double[] positions = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double share = Math.min(1, at[i] + c * h[i]);
      positions[i] = share == 1 ? to : from + share * (to - from);
    }
    return positions;
  }

  private static double[][] moved(
      double[][] states, double[] h, double way, double[][][] k, double[] a, boolean[] done) {
    double[][] next = states.clone();
    for (int i = 0; i < next.length; i++) {
      if (done[i]) {
        continue;
      }
      next[i] = states[i].clone();
      for (int stage = 0; stage < a.length; stage++) {
        double factor = h[i] * way * a[stage];
        for (int j = 0; j < next[i].length; j++) {
          next[i][j] += factor * k[stage][i][j];
        }
      }
    }
    return next;
  }

  private static double[] errorOfStep(double[][][] k, int i, double length) {
    double[] error = new double[k[0][i].length];
    for (int stage = 0; stage < STAGES; stage++) {
      for (int j = 0; j < error.length; j++) {
        error[j] += length * E[stage] * k[stage][i][j];
      }
    }
    return error;
  }

  /** The errors in units of what is allowed. */
  private double size(double[] before, double[] after, double[] error, int leading) {
    double first = meanSquare(before, after, error, 0, leading);
    double rest =
        leading < error.length ? meanSquare(before, after, error, leading, error.length) : 0;
    double size = Math.sqrt(Math.max(first, rest));
    // Where the slope is no number, smaller steps would not help, and the result shows it.
    return Double.isNaN(size) ? 0 : size;
  }

  private double meanSquare(double[] before, double[] after, double[] error, int from, int to) {
    double sum = 0;
    for (int j = from; j < to; j++) {
      double value = Math.max(Math.abs(before[j]), Math.abs(after[j]));
      double share = error[j] / (absoluteTolerance + relativeTolerance * value);
      sum += share * share;
    }
    return sum / (to - from);
  }
}
