package org.tweedie.laws.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.identity.MeanLossIdentities;
import org.tweedie.laws.identity.ObjectiveIdentities;

/**
 * What every {@link Objective} does: it judges the prediction, and not the parameterization that
 * the prediction comes in. Extend it and supply the objective for each parameterization.
 * TensorFlow's native library must be on the class path of the tests. The identities are those of
 * {@link ObjectiveIdentities} and {@link MeanLossIdentities}, which {@code tweedie verify} shows
 * too.
 */
public abstract class ObjectiveContract {

  /** The objective for networks that predict in one of the ways. */
  protected abstract Objective objective(Parameterization predicts);

  /** The parameterizations that the objective goes with, by default all. */
  protected List<Parameterization> parameterizations() {
    return List.of(Parameterization.values());
  }

  /** See {@link Objective#dependsOnTheErrorAlone}; what the objective says, by default. */
  protected boolean dependsOnTheErrorAlone() {
    return objective(parameterizations().get(0)).dependsOnTheErrorAlone();
  }

  @Test
  void predictsWhatItWasAskedTo() {
    assertHolds(identities().predictsWhatWasAsked());
  }

  @Test
  void isZeroForAnExactPrediction() {
    assumeTrue(dependsOnTheErrorAlone());
    assertHolds(identities().exactPredictionCostsNothing());
  }

  @Test
  void dependsOnThePredictionAndNotOnItsParameterization() {
    assumeTrue(dependsOnTheErrorAlone());
    assertHolds(identities().parameterizationDoesNotMatter());
  }

  @Test
  void growsWithTheError() {
    assumeTrue(dependsOnTheErrorAlone());
    assertHolds(identities().largerErrorsCostMore());
  }

  @Test
  void hasOneLossForEachExampleAndFiniteGradients() {
    assertHolds(identities().gradientsAreFinite());
  }

  @Test
  void isTheSameForADifferentiableNetworkInEveryParameterization() {
    assertHolds(mean().parameterizationDoesNotMatter());
  }

  @Test
  void isLeastInTheMeanForTheExactDenoiser() {
    assertHolds(mean().exactDenoiserIsLeast());
  }

  @Test
  void isLeastForTheVarianceThatCoversTheError() {
    for (Parameterization predicts : parameterizations()) {
      Objective objective = objective(predicts);
      if (objective.learnsVariance()) {
        new VarianceCheck(objective).isLeastForTheVarianceThatCoversTheError();
      }
    }
  }

  @Test
  void isANumberAtEveryNoiseLevelFromNoNoiseToNoSignal() {
    assertHolds(identities().infiniteSnrsAreFinite());
  }

  private ObjectiveIdentities identities() {
    return new ObjectiveIdentities(this::objective, parameterizations());
  }

  private MeanLossIdentities mean() {
    return new MeanLossIdentities(this::objective, parameterizations());
  }
}
