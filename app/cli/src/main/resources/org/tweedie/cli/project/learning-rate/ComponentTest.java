package __package__;

import org.tweedie.api.training.LearningRate;
import org.tweedie.laws.contract.LearningRateContract;

class __Component__Test extends LearningRateContract {

  @Override
  protected LearningRate rate() {
    return new __Component__(new __Component__.Options(500));
  }
}
