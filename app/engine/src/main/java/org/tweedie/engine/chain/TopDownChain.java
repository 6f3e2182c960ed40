package org.tweedie.engine.chain;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/**
 * A chain whose encoder can be walked from the top too: {@code q(z_1 .. z_L | x) = q(z_L | x) prod
 * q(z_l | z_(l+1), x)} (Luo, arXiv 2208.11970, equation 46). The terms of its bound then compare
 * two Gaussians each (equation 58), and each latent is drawn when its decoder is known already.
 */
public interface TopDownChain extends LatentChain {

  /**
   * {@code q(z_L | x)}.
   *
   * @param x data in the model's scale
   */
  DiagonalGaussian last(Batch x, Condition condition);

  /**
   * {@code q(z_level | z_(level+1), x)}.
   *
   * @param level 1 to L - 1
   * @param above latents of the level above
   * @param x data in the model's scale
   */
  DiagonalGaussian posterior(int level, Batch above, Batch x, Condition condition);
}
