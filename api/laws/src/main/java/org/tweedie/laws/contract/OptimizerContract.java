package org.tweedie.laws.contract;

import org.junit.jupiter.api.Test;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.laws.identity.OptimizerIdentities;

/**
 * What every {@link Optimizer} keeps: see {@link OptimizerIdentities}. Extend it and supply the
 * optimizer. TensorFlow's native library must be on the class path of the tests.
 */
public abstract class OptimizerContract {

  /** The optimizer under test. */
  protected abstract Optimizer optimizer();

  private OptimizerIdentities identities() {
    return new OptimizerIdentities(optimizer());
  }

  @Test
  void slotsHaveNames() {
    FindingAssertions.assertHolds(identities().slotsHaveNames());
  }

  @Test
  void withoutRateNothingMoves() {
    FindingAssertions.assertHolds(identities().withoutRateNothingMoves());
  }

  @Test
  void withoutGradientAndDecayNothingMoves() {
    FindingAssertions.assertHolds(identities().withoutGradientAndDecayNothingMoves());
  }

  @Test
  void goesOnFromItsStateToTheSameBits() {
    FindingAssertions.assertHolds(identities().stateIsAllThatCounts());
  }

  @Test
  void followsTheGradientDown() {
    FindingAssertions.assertHolds(identities().aStepGoesDown());
  }
}
