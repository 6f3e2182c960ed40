package org.tweedie.api.model;

import org.tweedie.api.schedule.NoiseSchedule;

/**
 * All that a sampler needs of a model: a {@link DiffusionModel} whose condition and guidance are
 * settled.
 */
public interface Denoiser {

  /** How noise grows with time. */
  NoiseSchedule schedule();

  /**
   * Predicts for a batch of latents.
   *
   * @param z the latents, as many and in the same order as in the sampler's start
   * @param time their time, in [0, 1]
   */
  Prediction predict(Batch z, double time);
}
