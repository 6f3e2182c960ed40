package org.tweedie.engine.codec;

/**
 * Bins of a Gaussian p that are equally probable, under another Gaussian q: to code a latent's bin
 * costs the same for all, and to draw it by q takes bits back (Townsend et al., arXiv 1901.04866,
 * section 2.5.1, with the decoder in the prior's place). Where p and q have one standard deviation
 * a drawing depends on the distance of their means alone. The two outermost reach to infinity and
 * are divided once more.
 *
 * <p>Rounding 2^bits frequencies to 2^-precision loses {@code 0.120 4^-(precision - bits)} bits a
 * latent. Immutable.
 *
 * @see FarBins
 */
final class EqualMassBins {

  /** The most bits, so that all bins, those of the outermost too, are less than 2^16. */
  static final int MOST_BITS = 15;

  private final int bits;
  private final int precision;
  private final double[] edges;
  private final double[] medians;
  private final FarBins far;

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
    far = new FarBins(-edges[1], precision);
  }

  /**
   * What stands for the latent, in standard deviations of p from its mean: a bin's median, and the
   * middle of those that the outermost are divided into.
   */
  double value(int bin) {
    if (bin < medians.length) {
      return medians[bin];
    }
    return isUpper(bin) ? -far.value(divided(bin)) : far.value(divided(bin));
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
    Bisection.Found found =
        Bisection.find(
            edge -> cumulative((int) edge, ratio, shift),
            target,
            (long) (StrictNormal.cdf(guess) * medians.length),
            0,
            medians.length);
    rans.draw(found.start(), checked(found.frequency()), precision);
    int bin = (int) found.symbol();
    int last = medians.length - 1;
    if (bin > 0 && bin < last) {
      return bin;
    }
    return bin == 0
        ? medians.length + far.draw(rans, ratio, shift)
        : medians.length + FarBins.COUNT + far.draw(rans, ratio, -shift);
  }

  /** Gives back the bits by which {@link #draw} chose a bin. */
  void giveBack(Rans rans, int bin, double ratio, double shift) {
    if (bin >= medians.length) {
      far.giveBack(rans, divided(bin), ratio, isUpper(bin) ? -shift : shift);
    }
    int of = whole(bin);
    long start = cumulative(of, ratio, shift);
    rans.giveBack(start, cumulative(of + 1, ratio, shift) - start, precision);
  }

  /** Codes a bin by p. */
  void push(Rans rans, int bin) {
    if (bin >= medians.length) {
      far.push(rans, divided(bin));
    }
    rans.pushEven(whole(bin), bits);
  }

  /** Decodes a bin by p. */
  int pop(Rans rans) {
    int bin = (int) rans.popEven(bits);
    if (bin > 0 && bin < medians.length - 1) {
      return bin;
    }
    return medians.length + (bin == 0 ? 0 : FarBins.COUNT) + far.pop(rans);
  }

  private boolean isUpper(int bin) {
    return bin >= medians.length + FarBins.COUNT;
  }

  private int divided(int bin) {
    return (bin - medians.length) % FarBins.COUNT;
  }

  private int whole(int bin) {
    if (bin < medians.length) {
      return bin;
    }
    return isUpper(bin) ? medians.length - 1 : 0;
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
