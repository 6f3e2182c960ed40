package org.tweedie.api.sampler;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Prediction;

/** Looks on while a sampler walks: for progress, pictures of the way, and tests. */
@FunctionalInterface
public interface StepListener {

  /** Looks away. */
  StepListener NONE = (step, steps, z, prediction) -> {};

  /**
   * Called after every step.
   *
   * @param step the step just taken, from 1 to {@code steps}
   * @param steps how many there are
   * @param z the latents after it
   * @param prediction the prediction that the step was made with
   */
  void onStep(int step, int steps, Batch z, Prediction prediction);
}
