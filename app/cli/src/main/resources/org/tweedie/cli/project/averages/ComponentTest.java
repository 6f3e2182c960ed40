package __package__;

import org.tweedie.api.training.WeightAverage;
import org.tweedie.laws.contract.WeightAverageContract;

class __Component__Test extends WeightAverageContract {

  @Override
  protected WeightAverage average() {
    return new __Component__(new __Component__.Options(500));
  }
}
