package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class UNetContractTest extends NetworkContract {

  @Override
  protected DenoiserNetwork network() {
    return new UNet(
        new UNet.Options(
            2, 4, List.of(1, 2), 1, List.of(2), 2, 2, 0.2, true, CaptionUse.BOTH, false),
        data());
  }

  @Override
  protected DataDescription data() {
    return new DataDescription(
        DataShape.image(8, 4, 2), Optional.of(new Levels(2)), List.of("cat", "dog", "eel"));
  }
}
