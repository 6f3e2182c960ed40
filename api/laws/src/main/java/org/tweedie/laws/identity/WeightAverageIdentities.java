package org.tweedie.laws.identity;

import java.util.List;
import org.tweedie.api.training.WeightAverage;

/**
 * What every average of weights keeps: it is between the weights of its steps, and depends on the
 * steps alone.
 *
 * @param average what is checked
 */
public record WeightAverageIdentities(WeightAverage average) {

  private static final long LAST = 5000;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(decaysAreShares(), decaysDependOnTheStepAlone(), weightsGetIn());
  }

  /** In [0, 1], also late in the longest training, so that an average of equal weights is these. */
  public Finding decaysAreShares() {
    return Check.of("decays are in [0, 1]", "WeightAverage.decay", "")
        .over(
            check -> {
              for (long step = 1; step <= LAST; step++) {
                share(check, step);
              }
              for (long step = LAST; step <= 1_000_000_000; step *= 10) {
                share(check, step);
              }
            });
  }

  private void share(Check check, long step) {
    double decay = average.decay(step);
    check.that(decay >= 0 && decay <= 1, "a share", decay, "at step %s", step);
  }

  /** The same number, whatever was asked before: resumption stands on it. */
  public Finding decaysDependOnTheStepAlone() {
    return Check.of("the same step has the same decay", "WeightAverage.decay", "0")
        .over(
            check -> {
              double[] forwards = new double[(int) LAST];
              for (int i = 0; i < LAST; i++) {
                forwards[i] = average.decay(i + 1);
              }
              for (int i = (int) LAST - 1; i >= 0; i--) {
                check.near(forwards[i], average.decay(i + 1), 0, "at step %s, backwards", i + 1);
              }
            });
  }

  /** The starting weights do not keep the whole average for ever. */
  public Finding weightsGetIn() {
    return Check.of("the average leaves the starting weights", "WeightAverage.decay", "")
        .over(
            check -> {
              double share = 1;
              for (long step = 1; step <= LAST; step++) {
                share *= average.decay(step);
              }
              check.that(share < 1, "a share below 1", share, "of the weights before step 1");
            });
  }
}
