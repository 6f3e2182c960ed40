package __package__;

import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class __Component__Test extends NetworkContract {

  @Override
  protected DenoiserNetwork network() {
    return new __Component__(new __Component__.Options(16), data());
  }

  /** Small, for some checks run the network several times a parameter. */
  @Override
  protected DataDescription data() {
    return DataDescription.of(DataShape.point(2)).withClasses(List.of("inner", "outer"));
  }
}
