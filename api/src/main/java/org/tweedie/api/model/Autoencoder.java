package org.tweedie.api.model;

import org.apiguardian.api.API;
import org.tweedie.api.data.DataShape;

/**
 * A trained way from data to latents and back, which stays as it is: an encoder {@code q(z | x)}
 * and a decoder {@code p(x | z)} (Kingma and Welling, arXiv 1312.6114). A diffusion of its latents
 * is cheaper than one of the data (Rombach et al., arXiv 2112.10752), and with the entropy of the
 * encoder its bound is one of the data again (Vahdat et al., arXiv 2106.05931, equation 4).
 *
 * <p>Everything is for a batch: example i of a result belongs to example i of what was given, and
 * depends on it alone. Safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Autoencoder {

  /**
   * The shape of a latent: {@code [n]} for a vector, or {@code [height, width, channels]} for a
   * map. The numbers of the last axis are what latents are scaled by.
   */
  DataShape latent();

  /**
   * {@code q(z | x)}.
   *
   * @param x examples in the model's scale
   * @return as many Gaussians, of latents of the shape {@link #latent}
   */
  LatentGaussian encode(Batch x);

  /**
   * The mean of {@code p(x | z)} in the model's scale, of data with levels as the nearest level's
   * value: what latents stand for, with the least squared error. The most probable data are another
   * thing where {@code p(x | z)} is wide: black, where a pixel is black more often than any one
   * grey.
   *
   * @param z latents of the shape {@link #latent}
   */
  Batch decode(Batch z);

  /**
   * {@code -log p(x | z)} of each example in nats: of data with levels minus the logarithm of a
   * probability, of continuous data that of a density.
   *
   * @param x examples in the model's scale
   * @param z as many latents
   */
  double[] nats(Batch x, Batch z);

  /**
   * What tells this autoencoder from every other one, such as the hash of its weights: a run goes
   * on, and is used, with the one alone that it was begun with.
   */
  String fingerprint();
}
