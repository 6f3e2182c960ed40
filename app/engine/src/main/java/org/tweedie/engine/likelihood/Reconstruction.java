package org.tweedie.engine.likelihood;

import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/**
 * The decoder p(x | z_0): each dimension on its own, {@code p(v | z_0)} proportional to {@code
 * q(z_0 | v)} over the values that data can take (Kingma et al., arXiv 2107.00630, section 3.3).
 */
final class Reconstruction {

  /**
   * Terms below exp(-TAIL) of the largest are left out of the sum: less than 256 of them weigh less
   * than a rounding error.
   */
  private static final double TAIL = 45;

  private Reconstruction() {}

  /**
   * Minus log p(x | z_0) of each example, in nats, for quantised data.
   *
   * @param noise the noise in {@code z_0 = alpha x + sigma noise}
   */
  static double[] quantised(Batch x, Batch noise, double logSnr, Levels levels) {
    double deviation = Math.exp(-logSnr / 2);
    double[] nats = new double[x.count()];
    int size = x.shape().size();
    for (int i = 0, k = 0; i < nats.length; i++) {
      for (int end = k + size; k < end; k++) {
        nats[i] += quantised(x.values()[k], noise.values()[k], deviation, levels);
      }
    }
    return nats;
  }

  /**
   * One dimension: {@code z_0 / alpha} is the value plus noise of a standard deviation {@code sigma
   * / alpha}.
   */
  private static double quantised(double value, double noise, double deviation, Levels levels) {
    double seen = value + deviation * noise;
    int own = levels.level(value);
    double spacing = 2.0 / levels.count();
    double reach =
        Math.ceil(Math.sqrt(2 * TAIL) * deviation / spacing)
            + Math.abs(noise) * deviation / spacing
            + 1;
    int from = (int) Math.max(0, own - reach);
    int to = (int) Math.min(levels.count() - 1, own + reach);
    double sum = 0;
    double exponent = exponent(seen, levels.value(own), deviation);
    for (int level = from; level <= to; level++) {
      sum += Math.exp(exponent(seen, levels.value(level), deviation) - exponent);
    }
    return Math.log(sum);
  }

  private static double exponent(double seen, double value, double deviation) {
    double distance = (seen - value) / deviation;
    return -distance * distance / 2;
  }

  /**
   * The same for continuous data, where p(x | z_0) is the normal density around {@code z_0 /
   * alpha}, in expectation over z_0.
   */
  static double continuous(double logSnr, int dimensions) {
    return dimensions / 2.0 * (Math.log(2 * Math.PI) - logSnr + 1);
  }
}
