package org.tweedie.engine.sampling;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/** A way from data to a latent and back. */
public interface Code {

  /** The latents of data in the model's scale. */
  Batch encode(Batch x, Condition condition);

  /** The data of latents. */
  Batch decode(Batch z, Condition condition);

  /**
   * A latent between two, on the arc that keeps its length as that of a normal latent should be
   * (Shoemake, 1985); on the line between them where they point the same way.
   *
   * @param share how far from the first to the second, in [0, 1]
   */
  static Batch between(Batch one, Batch other, double share) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int k = 0; k < one.values().length; k++) {
      product += (double) one.values()[k] * other.values()[k];
      first += (double) one.values()[k] * one.values()[k];
      second += (double) other.values()[k] * other.values()[k];
    }
    double cosine = Math.max(-1, Math.min(1, product / Math.sqrt(first * second)));
    double angle = Math.acos(cosine);
    boolean straight = !(Math.sin(angle) > 1e-6);
    return straight
        ? one.combine(1 - share, share, other)
        : one.combine(
            Math.sin((1 - share) * angle) / Math.sin(angle),
            Math.sin(share * angle) / Math.sin(angle),
            other);
  }
}
