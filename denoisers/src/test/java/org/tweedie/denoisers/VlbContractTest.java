package org.tweedie.denoisers;

import org.junit.jupiter.api.Nested;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class VlbContractTest {

  @Nested
  class InContinuousTime extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new VlbObjective(new VlbObjective.Options(predicts, 0));
    }
  }

  @Nested
  class InDiscreteSteps extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new VlbObjective(new VlbObjective.Options(predicts, 10));
    }
  }
}
