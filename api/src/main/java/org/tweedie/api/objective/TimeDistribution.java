package org.tweedie.api.objective;

import java.util.random.RandomGenerator;

/**
 * Which times a training step looks at. Immutable; what was seen so far comes as an argument, so a
 * step stays a function of its number and the run's state.
 */
public interface TimeDistribution {

  /**
   * Draws the times of a batch.
   *
   * @param count how many, at least 1
   * @param random the step's randomness
   * @param history the losses of the steps before; empty where {@link #usesHistory} is false
   */
  TimeDraw draw(int count, RandomGenerator random, LossHistory history);

  /** Whether {@link #draw} looks at the history: only then is it kept, in checkpoints too. */
  default boolean usesHistory() {
    return false;
  }

  /**
   * Whether every time is as probable as every other. A learned schedule, which evens out the loss
   * over times by moving the noise levels, asks for that.
   */
  boolean isUniform();
}
