package org.tweedie.engine.tensor;

import java.util.function.LongToDoubleFunction;

/**
 * A moving average of the weights: {@code average = d average + (1 - d) weights} after each step,
 * with a decay d that may change with the step.
 *
 * @param prefix what its tensors' names begin with, before the parameter's
 * @param decay the decay at a step, counted from 1, in [0, 1]
 */
public record Average(String prefix, LongToDoubleFunction decay) {

  /** What begins the names of the average that models are made of. */
  public static final String MAIN = "ema/";

  /** The average that models are made of. */
  public static Average main(LongToDoubleFunction decay) {
    return new Average(MAIN, decay);
  }
}
