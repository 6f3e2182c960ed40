package org.tweedie.denoisers.integer;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class IntegerContractTest {

  @Nested
  class OnColourImagesWithClasses extends NetworkContract {

    @Override
    protected DenoiserNetwork network() {
      return new IntegerNetwork(new IntegerNetwork.Options(5, 2), data());
    }

    @Override
    protected DataDescription data() {
      return new DataDescription(
          DataShape.image(4, 3, 2), Optional.of(new Levels(17)), List.of("cat", "dog", "eel"));
    }

    @Override
    protected boolean isSmooth() {
      return false;
    }
  }

  @Nested
  class OnContinuousImages extends NetworkContract {

    @Override
    protected DenoiserNetwork network() {
      return new IntegerNetwork(new IntegerNetwork.Options(6, 1), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.image(3, 5, 1));
    }

    @Override
    protected boolean isSmooth() {
      return false;
    }
  }
}
