package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class VdmContractTest {

  private static final DataDescription IMAGES =
      new DataDescription(
          DataShape.image(4, 3, 2), Optional.of(new Levels(2)), List.of("cat", "dog"));

  @Nested
  class WithAttentionAtEveryBlock extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return vdm(1, true, Parameterization.NOISE);
    }

    @Override
    protected DataDescription data() {
      return IMAGES;
    }
  }

  private static DenoiserNetwork vdm(int blocks, boolean attention, Parameterization predicts) {
    return new VdmNetwork(
        new VdmNetwork.Options(4, blocks, attention, 2, 2, 0.2, true, true, CaptionUse.BOTH),
        IMAGES,
        new SimpleObjective(new SimpleObjective.Options(predicts)),
        new NoPreconditioning());
  }
}
