package org.tweedie.laws.contract;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.training.Augmentation;
import org.tweedie.laws.identity.AugmentationIdentities;

/**
 * What every {@link Augmentation} keeps: see {@link AugmentationIdentities}. Extend it and supply
 * the augmentation and the data that it is for.
 */
public abstract class AugmentationContract {

  /** The augmentation under test. */
  protected abstract Augmentation augmentation();

  /** What its examples look like. */
  protected abstract DataDescription data();

  private AugmentationIdentities identities() {
    return new AugmentationIdentities(augmentation(), data());
  }

  @Test
  void equalRandomNumbersGiveEqualExamples() {
    FindingAssertions.assertHolds(identities().equalRandomNumbersGiveEqualExamples());
  }

  @Test
  void examplesStayExamples() {
    FindingAssertions.assertHolds(identities().examplesStayExamples());
  }
}
