package org.tweedie.schedules;

/**
 * How the signal decays: {@code L(t) = -log alpha(t)^2}, which is 0 at time 0 and grows. Kept
 * instead of alpha because near the data alpha is 1 to rounding. Immutable.
 *
 * <p>A process of the rate beta has {@code L(t) = integral of beta from 0 to t} (Song et al., arXiv
 * 2011.13456, equation 29); a chain of steps has {@code L(i/T) = -sum log(1 - beta_j)} (Luo, arXiv
 * 2208.11970, equations 61 to 70).
 */
interface SignalDecay {

  /** L, to full relative precision near time 0. */
  double at(double t);

  /** The derivative of L by time, at least 0. */
  double slope(double t);

  /** When L has a value; the nearer end where it never has it. */
  double timeOf(double decay);

  /** The chain of the given steps, exactly at the times i/T and monotone in between. */
  static SignalDecay ofSteps(double[] betas) {
    double[] sums = new double[betas.length + 1];
    for (int i = 0; i < betas.length; i++) {
      sums[i + 1] = sums[i] - StrictMath.log1p(-betas[i]);
    }
    MonotoneCubic curve = new MonotoneCubic(sums);
    return new SignalDecay() {
      @Override
      public double at(double t) {
        return curve.at(t);
      }

      @Override
      public double slope(double t) {
        return curve.slope(t);
      }

      @Override
      public double timeOf(double decay) {
        return curve.inverse(decay);
      }
    };
  }

  /**
   * The rate {@code beta(t) = min + t (max - min)} (Song et al., equation 32), hence {@code L = min
   * t + (max - min) t^2/2}.
   */
  record LinearRate(double min, double max) implements SignalDecay {
    @Override
    public double at(double t) {
      return t * (min + t * (max - min) / 2);
    }

    @Override
    public double slope(double t) {
      return min + t * (max - min);
    }

    @Override
    public double timeOf(double decay) {
      if (decay >= at(1)) {
        return 1;
      }
      double root = Math.sqrt(min * min + 2 * (max - min) * decay);
      return Math.min(1, 2 * decay / (min + root));
    }
  }

  /**
   * The rate {@code beta(t) = r(t)^2} with {@code r = first + t (last - first)}, hence {@code L =
   * (r^3 - first^3) / (3 (last - first))}, here divided out so that nothing cancels.
   */
  record SquaredRate(double first, double last) implements SignalDecay {
    @Override
    public double at(double t) {
      double r = first + t * (last - first);
      return t * (first * first + first * r + r * r) / 3;
    }

    @Override
    public double slope(double t) {
      double r = first + t * (last - first);
      return r * r;
    }

    @Override
    public double timeOf(double decay) {
      if (decay >= at(1)) {
        return 1;
      }
      double r = StrictMath.cbrt(first * first * first + 3 * (last - first) * decay);
      return Math.min(1, 3 * decay / (first * first + first * r + r * r));
    }
  }
}
