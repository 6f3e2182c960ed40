package org.tweedie.engine.codec;

/**
 * Bins of a Gaussian p that are equally probable, under another Gaussian q: to code a latent's bin
 * costs the same for all, and to draw it by q takes bits back (Townsend et al., arXiv 1901.04866,
 * section 2.5.1, with the decoder in the prior's place). Where p and q have one standard deviation
 * a drawing depends on the distance of their means alone.
 *
 * <p>Rounding 2^bits frequencies to 2^-precision loses {@code 0.120 4^-(precision - bits)} bits a
 * latent. Immutable.
 */
final class EqualMassBins {

  private final int bits;
  private final int precision;
  private final double[] edges;
  private final double[] medians;

  /**
   * Makes tables.
   *
   * @param bits there are 2^bits bins
   * @param precision frequencies are multiples of 2^-precision; above {@code bits}
   */
  EqualMassBins(int bits, int precision) {
    this.bits = bits;
    this.precision = precision;
    int count = 1 << bits;
    edges = new double[count + 1];
    medians = new double[count];
    for (int i = 0; i < count; i++) {
      edges[i] = i == 0 ? Double.NEGATIVE_INFINITY : StrictNormal.quantile((double) i / count);
      medians[i] = StrictNormal.quantile((i + 0.5) / count);
    }
    edges[count] = Double.POSITIVE_INFINITY;
  }

  /** A bin's median in standard deviations of p from its mean: what stands for the latent. */
  double median(int bin) {
    return medians[bin];
  }

  /**
   * Draws a bin by q.
   *
   * @param ratio the standard deviation of p in those of q
   * @param shift the mean of p minus that of q, in standard deviations of q
   */
  int draw(Rans rans, double ratio, double shift) {
    long target = rans.peekDraw(precision);
    double share = (target + 0.5) / (1L << precision);
    double guess = (StrictNormal.nearQuantile(share) - shift) / ratio;
    int bin =
        (int)
            Bisection.find(
                edge -> cumulative((int) edge, ratio, shift),
                target,
                (long) (StrictNormal.cdf(guess) * medians.length),
                0,
                medians.length);
    long start = cumulative(bin, ratio, shift);
    rans.draw(start, checked(cumulative(bin + 1, ratio, shift) - start), precision);
    return bin;
  }

  /** Gives back the bits by which {@link #draw} chose a bin. */
  void giveBack(Rans rans, int bin, double ratio, double shift) {
    long start = cumulative(bin, ratio, shift);
    rans.giveBack(start, cumulative(bin + 1, ratio, shift) - start, precision);
  }

  /** Codes a bin by p. */
  void push(Rans rans, int bin) {
    rans.pushEven(bin, bits);
  }

  /** Decodes a bin by p. */
  int pop(Rans rans) {
    return (int) rans.popEven(bits);
  }

  long cumulative(int edge, double ratio, double shift) {
    return (long) (StrictNormal.cdf(ratio * edges[edge] + shift) * (1L << precision) + 0.5);
  }

  private static long checked(long frequency) {
    if (frequency < 1) {
      throw new DamagedException("the network puts out what is no number");
    }
    return frequency;
  }
}
