package __package__;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.laws.contract.ImageConditionContract;

class __Component__Test extends ImageConditionContract {

  @Override
  protected ImageCondition condition() {
    return new __Component__(new __Component__.Options(0.5));
  }

  @Override
  protected DataShape example() {
    return DataShape.image(4, 3, 2);
  }
}
