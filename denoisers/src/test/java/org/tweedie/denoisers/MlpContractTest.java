package org.tweedie.denoisers;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class MlpContractTest {

  @Nested
  class OnPointsWithClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new MlpNetwork(new MlpNetwork.Options(16, 2), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.point(2)).withClasses(List.of("inner", "outer"));
    }
  }

  @Nested
  class OnImagesWithoutClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new MlpNetwork(new MlpNetwork.Options(16, 1), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.image(3, 2, 1));
    }
  }
}
