package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class TransformerContractTest {

  @Nested
  class OnColourImagesWithClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new Transformer(
          new Transformer.Options(2, 8, 2, 2, 2, 0.2, true, CaptionUse.BOTH), data());
    }

    @Override
    protected DataDescription data() {
      return new DataDescription(
          DataShape.image(6, 4, 3), Optional.of(new Levels(2)), List.of("cat", "dog", "eel"));
    }
  }

  @Nested
  class WithPatchesOfOnePixel extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new Transformer(
          new Transformer.Options(1, 8, 1, 1, 4, 0, false, CaptionUse.BOTH), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.image(2, 3, 1));
    }
  }
}
