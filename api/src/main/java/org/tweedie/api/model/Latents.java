package org.tweedie.api.model;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataDescription;

/**
 * In which space a diffusion lives: that of the data, or the latents of a trained autoencoder. The
 * program encodes the examples once, measures the scale of their latents over the training split,
 * trains a diffusion of the scaled latents, and decodes what it draws.
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
}
