package org.tweedie.laws.contract;

import org.junit.jupiter.api.Test;
import org.tweedie.api.training.LearningRate;
import org.tweedie.laws.identity.LearningRateIdentities;

/**
 * What every {@link LearningRate} keeps: see {@link LearningRateIdentities}. Extend it and supply
 * the learning rate.
 */
public abstract class LearningRateContract {

  /** The learning rate under test. */
  protected abstract LearningRate rate();

  private LearningRateIdentities identities() {
    return new LearningRateIdentities(rate());
  }

  @Test
  void ratesAreFinite() {
    FindingAssertions.assertHolds(identities().ratesAreFinite());
  }

  @Test
  void ratesAreInProportion() {
    FindingAssertions.assertHolds(identities().ratesAreInProportion());
  }

  @Test
  void somethingIsLearnt() {
    FindingAssertions.assertHolds(identities().somethingIsLearnt());
  }
}
