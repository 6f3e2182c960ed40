package org.tweedie.engine.codec;

import org.tweedie.api.data.Levels;
import org.tweedie.engine.chain.LevelSoftmax;

/**
 * The levels of data under their decoder; each has some frequency. Not for several threads.
 *
 * @see LevelSoftmax
 */
final class LevelBins {

  /** Levels with weights below exp(-TAIL) of the largest have the least frequency anyway. */
  private static final double TAIL = 24;

  private final Levels levels;
  private final int precision;
  private final long[] cumulative;

  /**
   * Of some levels.
   *
   * @param precision frequencies are multiples of 2^-precision; there are fewer levels than 2^it
   */
  LevelBins(Levels levels, int precision) {
    this.levels = levels;
    this.precision = precision;
    cumulative = new long[levels.count() + 1];
  }

  /** Codes a level. */
  void push(Rans rans, int level, double mean, double deviation) {
    spread(mean, deviation);
    rans.push(cumulative[level], cumulative[level + 1] - cumulative[level], precision);
  }

  /** Decodes a level. */
  int pop(Rans rans, double mean, double deviation) {
    spread(mean, deviation);
    long target = rans.peek(precision);
    Bisection.Found found =
        Bisection.find(
            edge -> cumulative[(int) edge], target, levels.level(mean), 0, levels.count());
    rans.pop(found.start(), found.frequency(), precision);
    return (int) found.symbol();
  }

  private void spread(double mean, double deviation) {
    if (Double.isNaN(mean) || !(deviation > 0)) {
      throw new DamagedException("the network puts out what is no number");
    }
    int count = levels.count();
    int largest = levels.level(mean);
    double nearest = (levels.value(largest) - mean) / deviation;
    double sum = 0;
    double reach = StrictMath.sqrt(nearest * nearest + 2 * TAIL) * deviation;
    int from = levels.level(mean - reach);
    int to = levels.level(mean + reach);
    double[] weights = new double[to - from + 1];
    for (int level = from; level <= to; level++) {
      double distance = (levels.value(level) - mean) / deviation;
      double weight = StrictMath.exp((nearest * nearest - distance * distance) / 2);
      weights[level - from] = weight;
      sum += weight;
    }
    long spare = (1L << precision) - count;
    long given = 0;
    for (int level = 0; level < count; level++) {
      long share = level < from || level > to ? 0 : (long) (spare * (weights[level - from] / sum));
      cumulative[level + 1] = 1 + share;
      given += share;
    }
    // What rounding down left over goes to the nearest, which has most.
    cumulative[largest + 1] += spare - given;
    for (int level = 0; level < count; level++) {
      cumulative[level + 1] += cumulative[level];
    }
  }
}
