package org.tweedie.engine.codec;

import java.util.function.LongUnaryOperator;

/** Finds symbols by their cumulative frequencies. */
final class Bisection {

  private Bisection() {}

  /**
   * A symbol s with {@code cumulative(s) <= target < cumulative(s + 1)}.
   *
   * @param cumulative rises from at most the target at {@code least} to above it at {@code most}
   * @param guess where to begin; a good one costs two or three evaluations
   */
  static long find(LongUnaryOperator cumulative, long target, long guess, long least, long most) {
    long low = Math.min(most - 1, Math.max(least, guess));
    long high;
    if (cumulative.applyAsLong(low) <= target) {
      high = low + 1;
      for (long step = 1; high < most && cumulative.applyAsLong(high) <= target; step *= 2) {
        low = high;
        high = Math.min(most, high + step);
      }
    } else {
      high = low;
      long step = 1;
      do {
        low = Math.max(least, high - step);
        step *= 2;
        if (low > least && cumulative.applyAsLong(low) > target) {
          high = low;
        } else {
          break;
        }
      } while (true);
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (cumulative.applyAsLong(middle) <= target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
