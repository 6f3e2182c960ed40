package org.tweedie.engine.codec;

/**
 * The standard normal distribution in strict arithmetic: the same bits on every Java platform,
 * which {@code Math.exp} does not promise. The lower tail is known to a relative error of 1e-12,
 * values around 1/2 and above to 1e-15; so the distribution function never falls between points
 * that are 1e-9 apart.
 */
final class StrictNormal {

  /** Beyond it lies less than 2e-19 of the probability, which is taken for none. */
  private static final int END = 9;

  private static final int CELLS = 64;
  private static final int FRACTIONS = 300;

  /** The upper tail and the density at multiples of 1/CELLS. */
  private static final double[] TAIL = new double[END * CELLS + 1];

  private static final double[] DENSITY = new double[TAIL.length];

  static {
    for (int cell = 0; cell < TAIL.length; cell++) {
      double a = (double) cell / CELLS;
      DENSITY[cell] = StrictMath.exp(-a * a / 2) / StrictMath.sqrt(2 * StrictMath.PI);
      TAIL[cell] = DENSITY[cell] * (a < 1.5 ? 0 : mills(a));
      if (a < 1.5) {
        TAIL[cell] = 0.5 - DENSITY[cell] * series(a);
      }
    }
  }

  private StrictNormal() {}

  /** {@code (Phi(a) - 1/2) / phi(a) = a + a^3/3 + a^5/15 + ...} */
  private static double series(double a) {
    double term = a;
    double sum = a;
    for (int k = 3; term > sum * 1e-18; k += 2) {
      term *= a * a / k;
      sum += term;
    }
    return sum;
  }

  /** {@code (1 - Phi(a)) / phi(a) = 1/(a + 1/(a + 2/(a + 3/(a + ...))))} */
  private static double mills(double a) {
    double fraction = a;
    for (int k = FRACTIONS; k > 0; k--) {
      fraction = a + k / fraction;
    }
    return 1 / fraction;
  }

  /** The probability of lying below x. */
  static double cdf(double x) {
    return x > 0 ? 1 - tail(x) : tail(-x);
  }

  /** Taylor's series around the nearest node; its derivatives are Hermite's polynomials. */
  private static double tail(double x) {
    if (!(x < END)) {
      return 0;
    }
    int cell = (int) (x * CELLS + 0.5);
    double a = (double) cell / CELLS;
    double h = x - a;
    double a2 = a * a;
    double series =
        1
            + h
                * (-a / 2
                    + h
                        * ((a2 - 1) / 6
                            + h
                                * (-a * (a2 - 3) / 24
                                    + h
                                        * (((a2 - 6) * a2 + 3) / 120
                                            + h
                                                * (-a * ((a2 - 10) * a2 + 15) / 720
                                                    + h
                                                        * (((a2 - 15) * a2 + 45) * a2 - 15)
                                                        / 5040)))));
    return TAIL[cell] - DENSITY[cell] * h * series;
  }

  /**
   * The point below which a probability lies, by bisection.
   *
   * @param probability between 0 and 1
   */
  static double quantile(double probability) {
    if (probability > 0.5) {
      return -quantile(1 - probability);
    }
    double low = -END;
    double high = 0;
    for (double middle = (low + high) / 2; low < middle && middle < high; ) {
      if (cdf(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return high;
  }

  /** Quantiles of the probabilities (j + 1/2) / NEAR, for {@link #nearQuantile}. */
  private static final int NEAR = 2048;

  private static final double[] QUANTILES = new double[NEAR + 1];

  static {
    for (int j = 0; j < NEAR; j++) {
      QUANTILES[j] = quantile((j + 0.5) / NEAR);
    }
    QUANTILES[NEAR] = QUANTILES[NEAR - 1];
  }

  /** Somewhere near the quantile, quickly. */
  static double nearQuantile(double probability) {
    double place = Math.max(0, probability * NEAR - 0.5);
    int j = (int) place;
    return QUANTILES[j] + (place - j) * (QUANTILES[j + 1] - QUANTILES[j]);
  }
}
