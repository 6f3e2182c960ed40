package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

class WaysTest {

  private static final DataShape SHAPE = DataShape.point(1);

  private static Batch batch(float... values) {
    return Batch.of(SHAPE, values);
  }

  @Test
  void framesAreThoseOfTheBatchesThatHaveThemAndSamplesThoseOfAll() {
    Ways ways = new Ways(SHAPE, 5);
    ways.add(List.of(batch(1, 2), batch(3, 4), batch(5, 6)));
    ways.add(List.of(batch(7), batch(8), batch(9)));
    ways.add(List.of(batch(10, 11)));
    assertThat(ways.joined())
        .containsExactly(batch(1, 2, 7), batch(3, 4, 8), batch(5, 6, 9, 10, 11));
  }

  /** Samplers may tell of other steps in another batch. */
  @Test
  void asManyFramesAsEachBatchHas() {
    Ways ways = new Ways(SHAPE, 2);
    ways.add(List.of(batch(1), batch(2), batch(3)));
    ways.add(List.of(batch(4), batch(5)));
    assertThat(ways.joined()).containsExactly(batch(1, 4), batch(3, 5));
  }
}
