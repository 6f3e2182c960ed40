package org.tweedie.denoisers;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

class LinearContractTest {

  @Nested
  class OnImages extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return linear(data(), LinearNetwork.Covariance.DIAGONAL, Parameterization.VELOCITY);
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.image(3, 2, 2));
    }
  }

  @Nested
  class WithTheWholeCovarianceOfEachClass extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return linear(data(), LinearNetwork.Covariance.FULL, Parameterization.NOISE);
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.point(3)).withClasses(List.of("one", "two"));
    }
  }

  @Nested
  class ThatPredictsTheSignal extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return linear(data(), LinearNetwork.Covariance.DIAGONAL, Parameterization.SIGNAL);
    }

    @Override
    protected DataDescription data() {
      return DataDescription.of(DataShape.point(2)).withClasses(List.of("one", "two"));
    }
  }

  private static DenoiserNetwork linear(
      DataDescription data, LinearNetwork.Covariance covariance, Parameterization predicts) {
    return new LinearNetwork(
        new LinearNetwork.Options(covariance),
        data,
        new SimpleObjective(new SimpleObjective.Options(predicts)));
  }
}
