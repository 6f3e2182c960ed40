package org.tweedie.denoisers;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class MlpContractTest {

  @Nested
  class OnPointsWithClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new MlpNetwork(new MlpNetwork.Options(16, 2, false), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.point(2)).withClasses(List.of("inner", "outer"));
    }
  }

  @Nested
  class OnLevelsWithoutClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new MlpNetwork(new MlpNetwork.Options(16, 1, true), data());
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.image(3, 2, 1)).withLevels(new Levels(5));
    }
  }
}
