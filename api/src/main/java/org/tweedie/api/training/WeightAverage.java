package org.tweedie.api.training;

import org.apiguardian.api.API;

/**
 * A moving average of the weights: {@code average = d average + (1 - d) weights} after each step,
 * with a decay d that may change with the step. It starts at the starting weights.
 *
 * <p>A pure function of the step alone, so that a run that goes on from a checkpoint, or goes on
 * for longer, has the average that it would have had. So the average after n steps gives the
 * weights after step i the share {@code (1 - d_i) d_(i+1) ... d_n}, whatever the weights are.
 * Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
@FunctionalInterface
public interface WeightAverage {

  /**
   * How much of the average stays at a step.
   *
   * @param step the step's number, from 1
   * @return a number in [0, 1]; 0 forgets all before
   */
  double decay(long step);
}
