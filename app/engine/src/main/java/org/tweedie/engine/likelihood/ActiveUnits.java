package org.tweedie.engine.likelihood;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which dimensions of latents tell anything of the data: those whose mean given the data varies
 * over the data by more than 0.01 (Burda et al., arXiv 1509.00519, section 5.2). The variance is
 * taken as the covariance of two means that were drawn apart, so what is drawn on the way to a
 * higher latent does not count. Used by one thread.
 */
final class ActiveUnits {

  private static final double LEAST = 0.01;

  private static final class Sums {
    private final double[] first;
    private final double[] second;
    private final double[] products;

    Sums(int size) {
      first = new double[size];
      second = new double[size];
      products = new double[size];
    }
  }

  private final Map<Integer, Sums> levels = new LinkedHashMap<>();
  private final Map<Integer, double[]> pending = new LinkedHashMap<>();
  private int examples;

  /** Takes the means of a level in a draw; those of the first two are looked at. */
  void see(int draw, int level, double[] means, int count) {
    if (draw == 0) {
      pending.put(level, means);
    } else if (draw == 1) {
      int size = means.length / count;
      Sums sums = levels.computeIfAbsent(level, any -> new Sums(size));
      double[] one = pending.getOrDefault(level, means);
      for (int k = 0; k < means.length; k++) {
        sums.first[k % size] += one[k];
        sums.second[k % size] += means[k];
        sums.products[k % size] += one[k] * means[k];
      }
      examples += level == 1 ? count : 0;
    }
  }

  /** How many dimensions are active, of all levels. */
  int active() {
    int active = 0;
    for (Sums sums : levels.values()) {
      for (int j = 0; j < sums.products.length; j++) {
        double covariance =
            sums.products[j] / examples - sums.first[j] / examples * (sums.second[j] / examples);
        active += covariance > LEAST ? 1 : 0;
      }
    }
    return active;
  }

  /** How many dimensions there are. */
  int all() {
    return levels.values().stream().mapToInt(sums -> sums.products.length).sum();
  }
}
