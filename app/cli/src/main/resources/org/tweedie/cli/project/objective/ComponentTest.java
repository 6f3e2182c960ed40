package __package__;

import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.contract.ObjectiveContract;

class __Component__Test extends ObjectiveContract {

  @Override
  protected Objective objective(Parameterization predicts) {
    return new __Component__(new __Component__.Options(predicts, 0.5));
  }
}
