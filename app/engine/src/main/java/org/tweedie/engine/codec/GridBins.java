package org.tweedie.engine.codec;

/**
 * Bins of equal width around the multiples of it: for latents that are drawn before their decoder
 * is known (Kingma, Abbeel and Ho, arXiv 1905.06845, whose bins are fixed beforehand too). The grid
 * has no ends. A bin that is too improbable to have a frequency is coded by an escape and a wider
 * Gaussian, so that nothing has to be reserved for improbable bins. Immutable.
 */
final class GridBins {

  /** In standard deviations; farther from the mean the distribution function is exactly 0 or 1. */
  private static final double REACH = 10;

  /** By how much the Gaussian is wider that codes what is too improbable for the one before. */
  private static final double WIDER = 8;

  /** In bins: beyond it all numbers are as probable. */
  private static final double WIDEST = 1 << 24;

  private static final int HALF_WORD = 16;

  private final double width;
  private final int precision;

  /**
   * A grid.
   *
   * @param width of a bin
   * @param precision frequencies are multiples of 2^-precision
   */
  GridBins(double width, int precision) {
    this.width = width;
    this.precision = precision;
  }

  /** The middle of a bin: what stands for the latent. */
  float value(int bin) {
    return (float) (bin * width);
  }

  /** Draws a bin by a Gaussian. */
  int draw(Rans rans, double mean, double deviation) {
    long total = 1L << precision;
    Bisection.Found found = find(rans.peekDraw(precision), mean, deviation, total);
    rans.draw(found.start(), found.frequency(), precision);
    return (int) found.symbol();
  }

  /** Gives back the bits by which {@link #draw} chose a bin. */
  void giveBack(Rans rans, int bin, double mean, double deviation) {
    long total = 1L << precision;
    long start = cumulative(bin, mean, deviation, total);
    rans.giveBack(start, cumulative(bin + 1L, mean, deviation, total) - start, precision);
  }

  /** Codes a bin by a Gaussian. */
  void push(Rans rans, int bin, double mean, double deviation) {
    long escape = (1L << precision) - 1;
    long start = cumulative(bin, mean, deviation, escape);
    long frequency = cumulative(bin + 1L, mean, deviation, escape) - start;
    if (frequency > 0) {
      rans.push(start, frequency, precision);
    } else {
      if (isEverywhere(deviation)) {
        rans.pushEven(bin >>> HALF_WORD, HALF_WORD);
        rans.pushEven(bin & 0xffff, HALF_WORD);
      } else {
        push(rans, bin, mean, WIDER * deviation);
      }
      rans.push(escape, 1, precision);
    }
  }

  /** Decodes a bin by a Gaussian. */
  int pop(Rans rans, double mean, double deviation) {
    long escape = (1L << precision) - 1;
    long target = rans.peek(precision);
    if (target < escape) {
      Bisection.Found found = find(target, mean, deviation, escape);
      rans.pop(found.start(), found.frequency(), precision);
      return (int) found.symbol();
    }
    rans.pop(escape, 1, precision);
    if (!isEverywhere(deviation)) {
      return pop(rans, mean, WIDER * deviation);
    }
    int low = (int) rans.popEven(HALF_WORD);
    return (int) rans.popEven(HALF_WORD) << HALF_WORD | low;
  }

  /** Whether no wider Gaussian would tell more of a bin than that it is a number. */
  private boolean isEverywhere(double deviation) {
    return !(deviation > 0 && deviation <= WIDEST * width);
  }

  private Bisection.Found find(long target, double mean, double deviation, long total) {
    double middle = mean / width;
    double reach = REACH * deviation / width + 2;
    if (!(Math.abs(middle) + reach < Integer.MAX_VALUE)) {
      throw new DamagedException("the network puts out what is no number, or too large a one");
    }
    double guess = StrictNormal.nearQuantile((target + 0.5) / total);
    return Bisection.find(
        edge -> cumulative(edge, mean, deviation, total),
        target,
        (long) Math.floor((mean + guess * deviation) / width + 0.5),
        (long) Math.floor(middle - reach),
        (long) Math.ceil(middle + reach));
  }

  private long cumulative(long edge, double mean, double deviation, long total) {
    return (long) (StrictNormal.cdf(((edge - 0.5) * width - mean) / deviation) * total + 0.5);
  }
}
