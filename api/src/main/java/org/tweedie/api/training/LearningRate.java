package org.tweedie.api.training;

import org.apiguardian.api.API;

/**
 * How the learning rate goes over a training.
 *
 * <p>A pure function, so that a run that goes on from a checkpoint has the rates that it would have
 * had. Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface LearningRate {

  /**
   * The learning rate of a step.
   *
   * @param step the step's number, from 1
   * @param steps how many steps training takes, at least 1
   * @param base the config's {@code train.learning-rate}, above 0
   * @return a finite number, at least 0
   */
  double at(long step, long steps, double base);
}
