package org.tweedie.schedules;

/**
 * A smooth curve through values at equal spacing over [0, 1] that is monotone where the values are:
 * a piecewise cubic with continuous slope (PCHIP; Fritsch and Carlson, "Monotone Piecewise Cubic
 * Interpolation", SIAM J. Numer. Anal. 17, 1980). Slopes at the knots are those of the parabola
 * through three neighbours, limited to between 0.1 and 2.5 times the smaller secant: up to 3 times
 * would keep it monotone (their section 4), the rest keeps it strictly so. Values that lie on a
 * parabola are met exactly everywhere.
 *
 * <p>Own code, for the numerical libraries at hand have natural and Akima splines but no monotone
 * ones. Immutable.
 */
final class MonotoneCubic {

  private final double[] values;
  private final double[] slopes;

  /**
   * Through values, the first at 0 and the last at 1.
   *
   * @param values at least two, strictly rising or strictly falling
   */
  MonotoneCubic(double[] values) {
    this.values = values.clone();
    int last = values.length - 1;
    slopes = new double[values.length];
    if (last == 1) {
      slopes[0] = secant(0);
      slopes[1] = secant(0);
      return;
    }
    slopes[0] = limited((3 * secant(0) - secant(1)) / 2, secant(0), secant(0));
    for (int i = 1; i < last; i++) {
      slopes[i] = limited((secant(i - 1) + secant(i)) / 2, secant(i - 1), secant(i));
    }
    slopes[last] =
        limited((3 * secant(last - 1) - secant(last - 2)) / 2, secant(last - 1), secant(last - 1));
  }

  /** The curve at t in [0, 1]. */
  double at(double t) {
    int cell = cell(t);
    return inCell(cell, t * cells() - cell);
  }

  /** Its derivative by t. */
  double slope(double t) {
    int cell = cell(t);
    double s = t * cells() - cell;
    return cells() * (slopes[cell] + s * (2 * quadratic(cell) + s * 3 * cubic(cell)));
  }

  /** Where the curve has a value: by bisection; the nearer end for values that it never has. */
  double inverse(double value) {
    boolean rises = values[1] > values[0];
    int low = 0;
    int high = values.length;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (values[middle] <= value == rises) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int cell = Math.min(low, cells() - 1);
    double before = 0;
    double after = 1;
    for (int i = 0; i < 100; i++) {
      double middle = (before + after) / 2;
      if (inCell(cell, middle) <= value == rises) {
        before = middle;
      } else {
        after = middle;
      }
    }
    return (cell + (before + after) / 2) / cells();
  }

  private int cells() {
    return values.length - 1;
  }

  private int cell(double t) {
    return Math.min((int) (t * cells()), cells() - 1);
  }

  private double inCell(int cell, double s) {
    return values[cell] + s * (slopes[cell] + s * (quadratic(cell) + s * cubic(cell)));
  }

  private double quadratic(int cell) {
    return 3 * secant(cell) - 2 * slopes[cell] - slopes[cell + 1];
  }

  private double cubic(int cell) {
    return slopes[cell] + slopes[cell + 1] - 2 * secant(cell);
  }

  /** In units of a cell. */
  private double secant(int cell) {
    return values[cell + 1] - values[cell];
  }

  private static double limited(double slope, double before, double after) {
    double sign = Math.signum(before);
    double secant = Math.min(Math.abs(before), Math.abs(after));
    return sign * Math.min(2.5 * secant, Math.max(0.1 * secant, sign * slope));
  }
}
