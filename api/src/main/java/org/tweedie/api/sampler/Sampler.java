package org.tweedie.api.sampler;

import org.apiguardian.api.API;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;

/**
 * A way to walk from noise to data. Samplers keep no state between calls, so one instance serves
 * many threads; and they never ask what the network predicts, for a {@link
 * org.tweedie.api.model.Prediction} shows all views of it.
 */
public interface Sampler {

  /**
   * Walks from time 1 to time 0.
   *
   * @param denoiser the model, its condition and guidance settled
   * @param start the latents at time 1, drawn from the prior {@code N(0, (alpha(1)^2 + sigma(1)^2)
   *     I)}
   * @param noise where all further randomness comes from; draw numbers from 0 are the sampler's own
   * @param listener told of every step
   * @return samples in the model's scale, in the order of the start
   */
  Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener);

  /**
   * Whether it takes the predicted signal for what a latent leads to, as a consistency model
   * predicts it, and not for the mean of all that the latent may come from. Such a sampler jumps to
   * the end of each path, and gives nothing of use with a denoiser: it is the sampler of students.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default boolean takesPathEnds() {
    return false;
  }
}
