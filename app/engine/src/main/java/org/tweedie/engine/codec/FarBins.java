package org.tweedie.engine.codec;

/**
 * Bins of equal width beyond a distance from the mean of a Gaussian p, on its lower side, given
 * that a latent lies there: what {@link EqualMassBins} has one bin for. A decoder of few steps is
 * often surprised by many of its standard deviations, and were there one bin for all that, what
 * stands for the latent would not be what the encoder drew, and all later levels would pay for it.
 * Immutable.
 */
final class FarBins {

  /** How many there are. */
  static final int COUNT = 256;

  /** Of each, in standard deviations of p: latents rounded to it have 1/768 more variance. */
  private static final double WIDTH = 1.0 / 8;

  private final double nearest;
  private final int precision;
  private final long[] ofP = new long[COUNT + 1];

  /**
   * Makes a table.
   *
   * @param nearest where they begin, in standard deviations of p below its mean
   * @param precision frequencies are multiples of 2^-precision; above 8
   */
  FarBins(double nearest, int precision) {
    this.nearest = nearest;
    this.precision = precision;
    // Each can be coded, however improbable p finds it.
    long shared = (1L << precision) - COUNT;
    double all = StrictNormal.cdf(-nearest);
    for (int edge = 0; edge <= COUNT; edge++) {
      ofP[edge] = edge + (long) ((1 - StrictNormal.cdf(edge(edge)) / all) * shared + 0.5);
    }
  }

  /** An edge, in standard deviations of p from its mean. */
  private double edge(int edge) {
    return edge == COUNT ? Double.NEGATIVE_INFINITY : -nearest - edge * WIDTH;
  }

  /** What stands for the latent, in standard deviations of p from its mean. */
  double value(int bin) {
    return -nearest - (bin + 0.5) * WIDTH;
  }

  /**
   * Draws a bin by q, after it was drawn that the latent lies here.
   *
   * @param ratio the standard deviation of p in those of q
   * @param shift the mean of p minus that of q, in standard deviations of q
   */
  int draw(Rans rans, double ratio, double shift) {
    double all = StrictNormal.cdf(shift - ratio * nearest);
    long target = rans.peekMore(precision);
    Bisection.Found found =
        Bisection.find(edge -> cumulative((int) edge, all, ratio, shift), target, 0, 0, COUNT);
    rans.drawMore(found.start(), found.frequency(), precision);
    return (int) found.symbol();
  }

  /** Gives back the bits by which {@link #draw} chose a bin. */
  void giveBack(Rans rans, int bin, double ratio, double shift) {
    double all = StrictNormal.cdf(shift - ratio * nearest);
    long start = cumulative(bin, all, ratio, shift);
    rans.giveBackMore(start, cumulative(bin + 1, all, ratio, shift) - start, precision);
  }

  private long cumulative(int edge, double all, double ratio, double shift) {
    double below = StrictNormal.cdf(ratio * edge(edge) + shift);
    return (long) ((all - below) / all * (1L << precision) + 0.5);
  }

  /** Codes a bin by p. */
  void push(Rans rans, int bin) {
    rans.push(ofP[bin], ofP[bin + 1] - ofP[bin], precision);
  }

  /** Decodes a bin by p. */
  int pop(Rans rans) {
    Bisection.Found found =
        Bisection.find(edge -> ofP[(int) edge], rans.peek(precision), 0, 0, COUNT);
    rans.pop(found.start(), found.frequency(), precision);
    return (int) found.symbol();
  }
}
