package org.tweedie.engine.codec;

import java.util.function.LongUnaryOperator;

/** Finds symbols by their cumulative frequencies. */
final class Bisection {

  private Bisection() {}

  /**
   * A symbol and its interval.
   *
   * @param symbol which
   * @param start its cumulative frequency
   * @param end that of the next one
   */
  record Found(long symbol, long start, long end) {

    long frequency() {
      return end - start;
    }
  }

  /**
   * A symbol s with {@code cumulative(s) <= target < cumulative(s + 1)}.
   *
   * @param cumulative rises from at most the target at {@code least} to above it at {@code most}
   * @param guess where to begin; a good one costs two evaluations
   */
  static Found find(LongUnaryOperator cumulative, long target, long guess, long least, long most) {
    long low = Math.min(most - 1, Math.max(least, guess));
    long start = cumulative.applyAsLong(low);
    long high;
    long end;
    if (start <= target) {
      high = low + 1;
      end = cumulative.applyAsLong(high);
      for (long step = 1; high < most && end <= target; step *= 2) {
        low = high;
        start = end;
        high = Math.min(most, high + step);
        end = cumulative.applyAsLong(high);
      }
    } else {
      long step = 1;
      do {
        high = low;
        end = start;
        low = Math.max(least, high - step);
        start = cumulative.applyAsLong(low);
        step *= 2;
      } while (low > least && start > target);
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      long there = cumulative.applyAsLong(middle);
      if (there <= target) {
        low = middle;
        start = there;
      } else {
        high = middle;
        end = there;
      }
    }
    return new Found(low, start, end);
  }
}
