package __package__;

import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.laws.contract.OptimizerContract;

class __Component__Test extends OptimizerContract {

  @Override
  protected Optimizer optimizer() {
    return new __Component__(new __Component__.Options(0.9));
  }
}
