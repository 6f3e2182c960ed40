package org.tweedie.engine.sampling;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.TopDownChain;

/**
 * Data by way of one latent of a chain: up to it and down again. Where the encoder is learned, by
 * the means of every step; where it adds noise, by latents that are drawn, for a mean without noise
 * is none that the networks know. All examples get the same noise.
 *
 * @param chain the chain
 * @param level which latent, from 1 next to the data
 * @param seed where noise begins
 */
public record ChainCode(LatentChain chain, int level, long seed) implements Code {

  /**
   * The latent that is taken unless another is wanted: the last one, or half-way where noise is
   * added, since the last one then tells nothing of the data.
   */
  public static int usualLevel(LatentChain chain) {
    return chain instanceof TopDownChain ? (chain.levels() + 1) / 2 : chain.levels();
  }

  @Override
  public Batch encode(Batch x, Condition condition) {
    Batch z = x;
    for (int up = 1; up <= level; up++) {
      z = drawn(chain.encode(up, z, condition), up);
    }
    return z;
  }

  @Override
  public Batch decode(Batch z, Condition condition) {
    Batch below = z;
    for (int down = level - 1; down >= 1; down--) {
      below = drawn(chain.decode(down, below, condition), -down);
    }
    return chain.restore(below, condition);
  }

  private Batch drawn(DiagonalGaussian gaussian, int draw) {
    if (!(chain instanceof TopDownChain)) {
      return gaussian.at(Batch.zeros(gaussian.shape(), gaussian.count()));
    }
    Batch one = new SeededNoise(seed, 0, 1, gaussian.shape()).draw(draw);
    Batch noise = one;
    for (int i = 1; i < gaussian.count(); i++) {
      noise = noise.followedBy(one);
    }
    return gaussian.at(noise);
  }
}
