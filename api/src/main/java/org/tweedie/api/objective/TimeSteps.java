package org.tweedie.api.objective;

import org.apiguardian.api.API;

/**
 * The steps in time of an objective that compares a latent with what becomes of it earlier, as
 * distillation does: where the step begins that a drawn time lies in, and over which times it leads
 * to where it ends. A function of its arguments; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
@FunctionalInterface
public interface TimeSteps {

  /**
   * The step that a time lies in.
   *
   * @param time as drawn, in [0, 1]
   * @param progress which share of the training's steps has been taken, in [0, 1)
   * @return the time that the step begins at, in (0, 1], and then the {@link
   *     Objective#earlierLevels} times that {@link Denoising#earlierLevel} stands for, falling; 0
   *     and what is below stand for the data themselves, alpha 1 and sigma 0
   */
  double[] at(double time, double progress);
}
