package org.tweedie.laws.contract;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.laws.identity.ImageConditionIdentities;

/**
 * What every {@link ImageCondition} keeps: see {@link ImageConditionIdentities}. Extend it and
 * supply the condition and a shape of examples that it is for.
 */
public abstract class ImageConditionContract {

  /** The image condition under test. */
  protected abstract ImageCondition condition();

  /** What examples look like. */
  protected abstract DataShape example();

  private ImageConditionIdentities identities() {
    return new ImageConditionIdentities(condition(), example());
  }

  @Test
  void shapeFitsExamples() {
    FindingAssertions.assertHolds(identities().shapeFitsExamples());
  }

  @Test
  void imagesAreImages() {
    FindingAssertions.assertHolds(identities().imagesAreImages());
  }

  @Test
  void trainingSeesImagesOfTheSameKind() {
    FindingAssertions.assertHolds(identities().trainingSeesImagesOfTheSameKind());
  }

  @Test
  void masksSayWhatIsShown() {
    FindingAssertions.assertHolds(identities().masksSayWhatIsShown());
  }

  @Test
  void equalExamplesGiveEqualImages() {
    FindingAssertions.assertHolds(identities().equalExamplesGiveEqualImages());
  }
}
