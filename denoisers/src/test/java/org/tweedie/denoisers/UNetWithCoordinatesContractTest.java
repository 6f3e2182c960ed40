package org.tweedie.denoisers;

import java.util.List;
import org.tweedie.api.network.DenoiserNetwork;

class UNetWithCoordinatesContractTest extends UNetContractTest {

  @Override
  protected DenoiserNetwork network() {
    return new UNet(
        new UNet.Options(
            2, 4, List.of(1, 2), 1, List.of(2), 2, 2, 0.2, false, CaptionUse.BOTH, true),
        data());
  }
}
