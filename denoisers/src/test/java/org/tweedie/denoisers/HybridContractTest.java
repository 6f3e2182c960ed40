package org.tweedie.denoisers;

import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class HybridContractTest extends ObjectiveContract {

  @Override
  protected Objective objective(Parameterization predicts) {
    return new HybridObjective(new HybridObjective.Options(predicts, 10, 0.001));
  }
}
