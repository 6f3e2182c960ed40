package org.tweedie.laws.identity;

import java.util.List;
import org.tweedie.api.training.LearningRate;

/**
 * What every course of a learning rate keeps: rates that a step can take, in proportion to the
 * config's.
 *
 * @param rate what is checked
 */
public record LearningRateIdentities(LearningRate rate) {

  private static final long[] LENGTHS = {1, 2, 10, 99, 100, 101, 5000};

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(ratesAreFinite(), ratesAreInProportion(), somethingIsLearnt());
  }

  /** Finite, and not below 0. */
  public Finding ratesAreFinite() {
    return Check.of("rates are finite and at least 0", "LearningRate.at", "")
        .over(
            check -> {
              for (long steps : LENGTHS) {
                for (long step = 1; step <= steps; step++) {
                  double found = rate.at(step, steps, 1e-3);
                  check.that(
                      found >= 0 && Double.isFinite(found),
                      "a rate",
                      found,
                      "at step %s of %s",
                      step,
                      steps);
                }
              }
            });
  }

  /** {@code at(step, steps, c base) = c at(step, steps, base)}. */
  public Finding ratesAreInProportion() {
    return Check.of("twice the base rate gives twice the rate", "LearningRate.at", "1e-12")
        .over(
            check -> {
              for (long steps : LENGTHS) {
                for (long step = 1; step <= steps; step++) {
                  double once = rate.at(step, steps, 1e-3);
                  check.near(
                      2 * once,
                      rate.at(step, steps, 2e-3),
                      1e-12 * once + 1e-300,
                      "at step %s of %s",
                      step,
                      steps);
                }
              }
            });
  }

  /** Not 0 at all steps. */
  public Finding somethingIsLearnt() {
    return Check.of("some step of a long training has a rate above 0", "LearningRate.at", "")
        .over(
            check -> {
              boolean any = false;
              for (long step = 1; step <= 5000; step++) {
                any |= rate.at(step, 5000, 1e-3) > 0;
              }
              check.that(any, "a rate above 0", 0, "at steps 1 to 5000 of 5000");
            });
  }
}
