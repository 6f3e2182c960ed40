package org.tweedie.laws.contract;

import org.junit.jupiter.api.Test;
import org.tweedie.api.training.WeightAverage;
import org.tweedie.laws.identity.WeightAverageIdentities;

/**
 * What every {@link WeightAverage} keeps: see {@link WeightAverageIdentities}. Extend it and supply
 * the average.
 */
public abstract class WeightAverageContract {

  /** The average under test. */
  protected abstract WeightAverage average();

  private WeightAverageIdentities identities() {
    return new WeightAverageIdentities(average());
  }

  @Test
  void decaysAreShares() {
    FindingAssertions.assertHolds(identities().decaysAreShares());
  }

  @Test
  void decaysDependOnTheStepAlone() {
    FindingAssertions.assertHolds(identities().decaysDependOnTheStepAlone());
  }

  @Test
  void weightsGetIn() {
    FindingAssertions.assertHolds(identities().weightsGetIn());
  }
}
