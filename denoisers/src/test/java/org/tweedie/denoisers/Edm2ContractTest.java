package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.laws.contract.NetworkContract;

/**
 * Wide enough for differences: a head of two channels turns so fast where they are near 0 that
 * steps of float32 do not follow.
 */
class Edm2ContractTest {

  private static final DataDescription WITH_CLASSES =
      new DataDescription(
          DataShape.image(4, 6, 2), Optional.of(new Levels(2)), List.of("cat", "dog"));

  private static final DataDescription PLAIN =
      new DataDescription(DataShape.image(3, 4, 1), Optional.empty(), List.of());

  @Nested
  class WithAttentionAndClasses extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new Edm2Network(
          new Edm2Network.Options(16, List.of(1, 2), 1, List.of(4), 2, 0.2, true), WITH_CLASSES);
    }

    @Override
    protected DataDescription data() {
      return WITH_CLASSES;
    }
  }

  @Nested
  class AtOneResolution extends NetworkContract {
    @Override
    protected DenoiserNetwork network() {
      return new Edm2Network(
          new Edm2Network.Options(12, List.of(1), 1, List.of(), 1, 0, false), PLAIN);
    }

    @Override
    protected DataDescription data() {
      return PLAIN;
    }
  }
}
