package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.training.LearningRate;

/**
 * A rate that falls along half a cosine from the end of the warm-up to the last step (Loshchilov
 * and Hutter, "SGDR", arXiv 1608.03983, equation 5, without restarts): with p the share of that
 * way,
 *
 * <pre>
 * rate = base (last + (1 - last) (1 + cos(pi p)) / 2)
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 */
@Description("a rate that falls along half a cosine")
public final class CosineRate implements LearningRate {

  /**
   * What a config can set.
   *
   * @param fall where it goes
   */
  public record Options(@Included Fall fall) {}

  private final Fall fall;

  /** With the given options. */
  @Inject
  public CosineRate(Options options) {
    fall = options.fall();
  }

  @Override
  public double at(long step, long steps, double base) {
    return fall.at(step, steps, base, p -> (1 + Math.cos(Math.PI * p)) / 2);
  }
}
