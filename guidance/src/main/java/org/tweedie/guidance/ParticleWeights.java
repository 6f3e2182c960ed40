package org.tweedie.guidance;

import java.util.Arrays;
import java.util.Optional;

/** How probable each of one sample's particles is beside the others. Not safe for threads. */
final class ParticleWeights {

  private final double[] logs;

  ParticleWeights(int particles) {
    logs = new double[particles];
  }

  /** Multiplies a particle's weight. */
  void add(int particle, double logFactor) {
    logs[particle] += logFactor;
  }

  /** Weights that add up to 1; those of particles that went astray altogether are 0. */
  private double[] shares() {
    double largest = Arrays.stream(logs).filter(Double::isFinite).max().orElse(0);
    double[] shares = new double[logs.length];
    double sum = 0;
    for (int p = 0; p < logs.length; p++) {
      shares[p] = Double.isNaN(logs[p]) ? 0 : Math.exp(logs[p] - largest);
      sum += shares[p];
    }
    for (int p = 0; p < shares.length; p++) {
      shares[p] = sum > 0 ? shares[p] / sum : 1.0 / shares.length;
    }
    return shares;
  }

  /**
   * The particles that take the places of all, where weights have become uneven: systematic
   * resampling (Douc, Cappe and Moulines, arXiv cs/0507025), by which a particle is taken as often
   * as its weight says, rounded up or down. The weights are even then.
   *
   * @param uniform a number in [0, 1)
   * @return empty where the effective number of particles is still half of all or more
   */
  Optional<int[]> drawnAnew(double uniform) {
    double[] shares = shares();
    double squares = Arrays.stream(shares).map(share -> share * share).sum();
    if (1 / squares >= 0.5 * shares.length) {
      return Optional.empty();
    }
    Arrays.fill(logs, 0);
    int[] chosen = new int[shares.length];
    for (int p = 0; p < chosen.length; p++) {
      chosen[p] = at(shares, (p + uniform) / chosen.length);
    }
    return Optional.of(chosen);
  }

  /** One particle, by its weight. */
  int drawn(double uniform) {
    return at(shares(), uniform);
  }

  private static int at(double[] shares, double place) {
    double sum = 0;
    int last = 0;
    for (int p = 0; p < shares.length; p++) {
      sum += shares[p];
      if (shares[p] > 0) {
        last = p;
        if (place < sum) {
          return p;
        }
      }
    }
    return last;
  }
}
