package org.tweedie.api.model;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;

/**
 * In which space a diffusion lives: that of the data, or the latents of a trained autoencoder. The
 * program encodes the examples once, measures the scale of their latents over the training split,
 * trains a diffusion of the scaled latents, and decodes what it draws. Or the encoder and the
 * decoder are learned beside the diffusion, on one bound of the data (Vahdat et al., arXiv
 * 2106.05931); the options then say by {@link org.tweedie.api.plugin.ModelOptions} that there are
 * such networks.
 *
 * <p>A constructor may ask for its options and for {@link org.tweedie.api.guidance.Resources}.
 * Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Latents {

  /**
   * The autoencoder whose latents are diffused.
   *
   * @param data what the data look like
   * @return the autoencoder; empty where the data themselves are diffused
   * @throws IllegalArgumentException in words for the user, if it is not for such data
   */
  Optional<Autoencoder> autoencoder(DataDescription data);

  /**
   * The latent that is learned together with the diffusion: one, of a learned encoder. Then there
   * is no {@link #autoencoder}, before the run has been trained.
   *
   * @param data what the data look like
   * @return the latent and how it is trained; empty where nothing is learned beside the diffusion
   * @throws IllegalArgumentException in words for the user, if it is not for such data
   */
  default Optional<LatentDesign> learned(DataDescription data) {
    return Optional.empty();
  }

  /**
   * The shape of what is diffused in the place of the data.
   *
   * @param data what the data look like
   * @return the shape of a latent; empty where the data themselves are diffused
   * @throws IllegalArgumentException in words for the user, if it is not for such data
   */
  default Optional<DataShape> shape(DataDescription data) {
    return learned(data)
        .map(design -> design.latents().get(0))
        .or(() -> autoencoder(data).map(Autoencoder::latent));
  }
}
