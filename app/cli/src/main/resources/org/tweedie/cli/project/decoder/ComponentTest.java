package __package__;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.laws.contract.LatentNetworkContract;

class __Component__Test extends LatentNetworkContract {

  @Override
  protected LatentNetwork network() {
    return new __Component__(new __Component__.Options(8));
  }

  @Override
  protected DataShape from() {
    return DataShape.point(3);
  }

  @Override
  protected DataShape to() {
    return DataShape.image(4, 4, 1);
  }
}
