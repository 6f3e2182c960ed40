package org.tweedie.api.sampler;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;

/**
 * A deterministic way that can be walked from data to noise as well. A {@link Sampler} implements
 * it beside its SPI if it can: what it makes of the result is the data again, as nearly as its
 * steps allow.
 */
public interface Encoder {

  /**
   * Walks from time 0 to time 1.
   *
   * @param denoiser the model, its condition and guidance settled
   * @param data examples in the model's scale
   * @param listener told of every step; its latents grow noisier
   * @return the latents at time 1 from which a sampler with the same options leads to the data
   * @throws IllegalStateException if the sampler's options make its steps random
   */
  Batch encode(Denoiser denoiser, Batch data, StepListener listener);
}
