package org.tweedie.api.objective;

import static org.tweedie.api.identity.Findings.assertHolds;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.identity.ObjectiveIdentities;
import org.tweedie.api.model.Parameterization;

/**
 * What every {@link Objective} does: it judges the prediction, and not the parameterization that
 * the prediction comes in. Extend it and supply the objective for each parameterization.
 * TensorFlow's native library must be on the class path of the tests. The identities are those of
 * {@link ObjectiveIdentities}, which {@code tweedie verify} shows too.
 */
public abstract class ObjectiveContract {

  /** The objective for networks that predict in one of the ways. */
  protected abstract Objective objective(Parameterization predicts);

  /** The parameterizations that the objective goes with, by default all. */
  protected List<Parameterization> parameterizations() {
    return List.of(Parameterization.values());
  }

  @Test
  void predictsWhatItWasAskedTo() {
    assertHolds(identities().predictsWhatWasAsked());
  }

  @Test
  void isZeroForAnExactPrediction() {
    assertHolds(identities().exactPredictionCostsNothing());
  }

  @Test
  void dependsOnThePredictionAndNotOnItsParameterization() {
    assertHolds(identities().parameterizationDoesNotMatter());
  }

  @Test
  void growsWithTheError() {
    assertHolds(identities().largerErrorsCostMore());
  }

  @Test
  void hasOneLossForEachExampleAndFiniteGradients() {
    assertHolds(identities().gradientsAreFinite());
  }

  @Test
  void isANumberWhereTheLogSnrIsInfinite() {
    assertHolds(identities().infiniteSnrsAreFinite());
  }

  private ObjectiveIdentities identities() {
    return new ObjectiveIdentities(this::objective, parameterizations());
  }
}
