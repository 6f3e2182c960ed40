package org.tweedie.denoisers;

import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class SimpleContractTest extends ObjectiveContract {

  @Override
  protected Objective objective(Parameterization predicts) {
    return new SimpleObjective(new SimpleObjective.Options(predicts));
  }
}
