package org.tweedie.laws.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.ScaledGuidance;
import org.tweedie.laws.identity.GuidanceIdentities;

/**
 * What every kind of guidance must keep. To check one, extend this class and supply it; its tests
 * are inherited. Classes are 0 and 1, latents are points in the plane.
 *
 * <p>The identities are those of {@link GuidanceIdentities}, which {@code tweedie verify} shows
 * too.
 */
public abstract class GuidanceContract {

  /** The guidance to be checked. */
  protected abstract Guidance guidance();

  /**
   * The guidance of a scale (Luo's gamma in equations 163 to 170), where there is one: scales 0 and
   * 1 are checked, and all against the exact Bayes classifier. By default that of a {@link
   * ScaledGuidance}.
   */
  protected Optional<Guidance> guidance(double scale) {
    return guidance() instanceof ScaledGuidance scaled
        ? Optional.of(scaled.withScale(scale))
        : Optional.empty();
  }

  @Test
  void examplesWithoutConditionPassUnchanged() {
    assumeTrue(guidance().guidesByCondition(), "guides without a condition as well");
    assertHolds(identities().unconditionalPasses());
  }

  @Test
  void predictionIsForTheLatentsThatWereGiven() {
    assertHolds(identities().latentsAreThoseGiven());
  }

  @Test
  void scheduleIsTheModelsOwn() {
    assertHolds(identities().scheduleIsTheModels());
  }

  @Test
  void oneTimeForAllIsTheSameAsThatTimeForEach() {
    assertHolds(identities().oneTimeForAll());
  }

  @Test
  void predictionDoesNotDependOnTheBatch() {
    assertHolds(identities().batchDoesNotMatter());
  }

  @Test
  void manyThreadsGetTheSamePredictions() {
    assertHolds(identities().threadsAgree());
  }

  @Test
  void scalesZeroAndOneAreTheUnconditionalAndTheConditionalModel() {
    assertHolds(identities().scalesZeroAndOne());
  }

  @Test
  void scoreIsThatOfGuidanceByTheExactBayesClassifier() {
    assertHolds(identities().agreesWithTheClassifier());
  }

  private GuidanceIdentities identities() {
    return new GuidanceIdentities(guidance(), this::guidance);
  }
}
