package org.tweedie.engine.likelihood;

import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.chain.LevelSoftmax;

/**
 * The decoder p(x | z_0): each dimension on its own, {@code p(v | z_0)} proportional to {@code
 * q(z_0 | v)} over the values that data can take (Kingma et al., arXiv 2107.00630, section 3.3).
 */
final class Reconstruction {

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
        // z_0 / alpha is the value plus noise of a standard deviation sigma / alpha.
        double value = x.values()[k];
        double seen = value + deviation * noise.values()[k];
        nats[i] += LevelSoftmax.nats(levels.level(value), seen, deviation, levels);
      }
    }
    return nats;
  }

  /**
   * The same for continuous data, where p(x | z_0) is the normal density around {@code z_0 /
   * alpha}, in expectation over z_0.
   */
  static double continuous(double logSnr, int dimensions) {
    return dimensions / 2.0 * (Math.log(2 * Math.PI) - logSnr + 1);
  }
}
