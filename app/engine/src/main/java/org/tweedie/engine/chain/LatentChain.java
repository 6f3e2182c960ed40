package org.tweedie.engine.chain;

import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/**
 * A Markov chain of latents {@code x <- z_1 <- z_2 <- ... <- z_L} (Luo, arXiv 2208.11970, equations
 * 20 to 29): an encoder {@code q(z_1 | x), q(z_l | z_(l-1))}, a decoder {@code p(z_l | z_(l+1)),
 * p(x | z_1)} and a prior {@code p(z_L)}. All are Gaussians with independent dimensions, but for
 * the data, which are levels. A variational autoencoder has one level; a diffusion of T steps has T
 * + 1, its z_0 being the first.
 *
 * <p>Everything is for a batch: example i of a result belongs to example i of what was given. The
 * same batch gives the same bits each time on the same machine; another batch that holds the same
 * example need not. Levels are counted from 1.
 */
public interface LatentChain {

  /** The data's shape and levels. */
  DataDescription data();

  /** L, at least 1. */
  int levels();

  /**
   * The shape of a latent.
   *
   * @param level 1 to L
   */
  DataShape latent(int level);

  /**
   * {@code q(z_level | z_(level-1))}, where z_0 stands for the data.
   *
   * @param level 1 to L
   * @param below latents of the level beneath; for level 1 the data in the model's scale
   * @param condition what is known of each
   */
  DiagonalGaussian encode(int level, Batch below, Condition condition);

  /**
   * {@code p(z_level | z_(level+1))}.
   *
   * @param level 1 to L - 1
   * @param above latents of the level above
   * @param condition what is known of each
   */
  DiagonalGaussian decode(int level, Batch above, Condition condition);

  /**
   * {@code p(z_L)}.
   *
   * @param count for how many examples
   */
  DiagonalGaussian prior(int count);

  /**
   * {@code p(x | z_1)}.
   *
   * @param first latents of level 1
   * @param condition what is known of each
   */
  LevelSoftmax reconstruct(Batch first, Condition condition);

  /**
   * Minus log p(x | z_1) of each example, in nats; of continuous data the density's.
   *
   * @param x data in the model's scale
   * @param first latents of level 1
   * @param condition what is known of each
   */
  default double[] cost(Batch x, Batch first, Condition condition) {
    return reconstruct(first, condition).nats(x);
  }

  /**
   * The data that the first latents stand for: the most probable, or where the deviation of {@code
   * p(x | z_1)} is learned, and may be wide, its mean.
   *
   * @param first latents of level 1
   * @param condition what is known of each
   */
  default Batch restore(Batch first, Condition condition) {
    return reconstruct(first, condition).mostLikely();
  }

  /**
   * The smallest standard deviation that {@code q(z_level | .)} and {@code p(z_level | .)} have for
   * any example, or a bound below it: what tells how finely the latents of a level must be rounded
   * to be coded. A constant of the trained model.
   *
   * @param level 1 to L
   */
  double resolution(int level);
}
