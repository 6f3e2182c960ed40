package org.tweedie.denoisers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.denoisers.ScoreMatchingObjective.Form;
import org.tweedie.denoisers.ScoreMatchingObjective.Options;
import org.tweedie.denoisers.ScoreMatchingObjective.Weight;
import org.tweedie.laws.contract.ObjectiveContract;

class ScoreMatchingContractTest {

  @Nested
  class Denoising extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ScoreMatchingObjective(
          new Options(predicts, Form.DENOISING, Weight.NOISE_VARIANCE, 1));
    }
  }

  @Nested
  class ForTheLikelihood extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ScoreMatchingObjective(
          new Options(predicts, Form.DENOISING, Weight.LIKELIHOOD, 1));
    }
  }

  @Nested
  class Sliced extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ScoreMatchingObjective(
          new Options(predicts, Form.SLICED, Weight.NOISE_VARIANCE, 2));
    }

    @Override
    protected boolean dependsOnTheErrorAlone() {
      return false;
    }
  }

  @Nested
  class Implicit extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new ScoreMatchingObjective(new Options(predicts, Form.IMPLICIT, Weight.LIKELIHOOD, 1));
    }

    @Override
    protected boolean dependsOnTheErrorAlone() {
      return false;
    }
  }
}
