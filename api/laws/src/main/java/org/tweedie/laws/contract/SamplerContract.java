package org.tweedie.laws.contract;

import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import org.junit.jupiter.api.Test;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.laws.identity.SamplerIdentities;

/**
 * What every sampler must keep. To check one, extend this class and say how to make it; its tests
 * are inherited. The identities are those of {@link SamplerIdentities}, which {@code tweedie
 * verify} shows too.
 */
public abstract class SamplerContract {

  /**
   * A sampler to be checked.
   *
   * @param steps how many steps it takes, at least 1
   */
  protected abstract Sampler sampler(int steps);

  /** How many steps count as many: then the variance is tested; 1000 unless overridden. */
  protected int manySteps() {
    return 1000;
  }

  /** The relative error of the variance that is tolerated with {@link #manySteps}; 0.02. */
  protected double varianceTolerance() {
    return 0.02;
  }

  /**
   * How many steps the listener must be told of; other than asked for where a sampler chooses its
   * steps itself and reports progress on a scale of its own.
   */
  protected int reportedSteps(int steps) {
    return steps;
  }

  /** How many samples the variance is measured on, each of two values; 10,000. */
  protected int varianceSamples() {
    return 10_000;
  }

  @Test
  void varianceTendsToThatOfTheData() {
    assertHolds(
        identities().varianceIsThatOfTheData(manySteps(), varianceSamples(), varianceTolerance()));
  }

  @Test
  void componentsOfAMixtureKeepTheirWeights() {
    assertHolds(identities().weightsAreThoseOfTheMixture(250, 2000));
  }

  @Test
  void allParameterizationsOfOneModelGiveTheSameSamples() {
    assertHolds(identities().parameterizationsAgree(50));
  }

  @Test
  void sampleDoesNotDependOnItsBatch() {
    assertHolds(identities().batchDoesNotMatter());
  }

  @Test
  void manyThreadsGetTheSameSamples() {
    assertHolds(identities().threadsAgree());
  }

  @Test
  void listenerHearsOfEveryStepOnceAndInOrder() {
    for (int steps : new int[] {1, 2, 13}) {
      assertHolds(identities().listenerHearsEveryStep(steps, reportedSteps(steps)));
    }
  }

  @Test
  void extremeNoiseLevelsGiveFiniteSamples() {
    assertHolds(identities().extremesAreFinite());
  }

  @Test
  void startStaysAsItIs() {
    assertHolds(identities().startStays());
  }

  @Test
  void noPartOfAPathIsTakenTwice() {
    assertHolds(identities().pathIsWalkedInOrder(13));
  }

  private SamplerIdentities identities() {
    return new SamplerIdentities(this::sampler);
  }
}
