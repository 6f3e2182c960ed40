package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.denoisers.DiffusersUNet.ClassUse;
import org.tweedie.denoisers.DiffusersUNet.Options;
import org.tweedie.denoisers.DiffusersUNet.Time;
import org.tweedie.denoisers.DiffusersUNet.TimeUse;
import org.tweedie.laws.contract.NetworkContract;

class DiffusersUNetContractTest {

  private static final DataDescription IMAGES =
      new DataDescription(
          DataShape.image(4, 2, 2), Optional.of(new Levels(2)), List.of("cat", "dog"));

  @Nested
  class ThatAddsTheStep extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new DiffusersUNet(
          new Options(
              List.of(4, 4),
              1,
              List.of(),
              List.of(),
              true,
              2,
              2,
              0,
              1e-3,
              Time.POSITIONAL,
              true,
              0,
              0,
              TimeUse.ADD,
              1.5,
              true,
              true,
              0.2,
              ClassUse.TABLE,
              true,
              1000),
          IMAGES,
          t -> 10 - 20 * t);
    }

    @Override
    protected DataDescription data() {
      return IMAGES;
    }
  }

  /** With classes by number. Random frequencies are too steep to be held against differences. */
  @Nested
  class ThatScalesByTheStep extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new DiffusersUNet(
          new Options(
              List.of(4),
              1,
              List.of(),
              List.of(),
              false,
              0,
              2,
              0,
              1e-5,
              Time.POSITIONAL,
              false,
              1,
              6,
              TimeUse.SCALE,
              1,
              false,
              false,
              0.2,
              ClassUse.TIMESTEP,
              false,
              1000),
          IMAGES,
          t -> 10 - 20 * t);
    }

    @Override
    protected DataDescription data() {
      return IMAGES;
    }
  }
}
