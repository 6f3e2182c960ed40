package org.tweedie.denoisers;

import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class ConsistencyElboContractTest extends ObjectiveContract {

  @Override
  protected Objective objective(Parameterization predicts) {
    return new ConsistencyElboObjective(new ConsistencyElboObjective.Options(predicts, 10));
  }

  @Override
  protected boolean dependsOnTheErrorAlone() {
    return false;
  }
}
