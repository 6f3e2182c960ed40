package org.tweedie.schedules;

/** Elementary functions that Java lacks, without overflow or loss of digits. */
final class StableMath {

  private StableMath() {}

  /** {@code log(1 + exp(x))}. */
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** {@code log(sinh(x))} for x at least 0. */
  static double logSinh(double x) {
    return x + StrictMath.log(-StrictMath.expm1(-2 * x) / 2);
  }

  /** {@code log(cosh(x))}. */
  static double logCosh(double x) {
    return Math.abs(x) + StrictMath.log1p(StrictMath.exp(-2 * Math.abs(x))) - StrictMath.log(2);
  }

  /** {@code arsinh(x)} for x at least 0. */
  static double arsinh(double x) {
    return x < 1e8
        ? StrictMath.log1p(x + x * x / (1 + Math.sqrt(1 + x * x)))
        : StrictMath.log(x) + StrictMath.log(2);
  }
}
