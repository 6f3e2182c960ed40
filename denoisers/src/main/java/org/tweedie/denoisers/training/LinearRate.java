package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.training.LearningRate;

/**
 * A rate that falls along a line from the end of the warm-up to the last step. Immutable; safe for
 * many threads.
 */
@Description("a rate that falls along a line")
public final class LinearRate implements LearningRate {

  /**
   * What a config can set.
   *
   * @param fall where it goes
   */
  public record Options(@Included Fall fall) {}

  private final Fall fall;

  /** With the given options. */
  @Inject
  public LinearRate(Options options) {
    fall = options.fall();
  }

  @Override
  public double at(long step, long steps, double base) {
    return fall.at(step, steps, base, p -> 1 - p);
  }
}
