package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tweedie.api.training.Stopping;
import org.tweedie.laws.identity.StoppingIdentities;

/**
 * What every {@link Stopping} keeps: see {@link StoppingIdentities}. Extend it and supply the rule.
 */
public abstract class StoppingContract {

  /** The rule under test. */
  protected abstract Stopping stopping();

  private StoppingIdentities identities() {
    return new StoppingIdentities(stopping());
  }

  @Test
  void equalHistoriesHaveEqualEnds() {
    FindingAssertions.assertHolds(identities().equalHistoriesHaveEqualEnds());
  }

  @Test
  void endsHaveAReason() {
    FindingAssertions.assertHolds(identities().endsHaveAReason());
  }

  @Test
  void theReadingHasAKey() {
    stopping()
        .reading()
        .ifPresent(key -> assertThat(key).matches("([a-z][a-z0-9_]*|test/bits_per_dim)"));
  }
}
