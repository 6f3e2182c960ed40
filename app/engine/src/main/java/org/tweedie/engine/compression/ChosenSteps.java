package org.tweedie.engine.compression;

import java.util.Arrays;
import java.util.List;
import org.tweedie.engine.chain.StepGrid;

/**
 * The times of a chain's steps, as multiples of a small step of time.
 *
 * @param fine how many small steps there are from time 0 to time 1
 * @param points rising numbers of small steps, the first 0 and the last {@code fine}
 */
public record ChosenSteps(int fine, List<Integer> points) {

  /** Copies. */
  public ChosenSteps {
    points = List.copyOf(points);
  }

  static ChosenSteps of(StepGrid grid) {
    return new ChosenSteps(grid.fine(), Arrays.stream(grid.points()).boxed().toList());
  }

  StepGrid grid() {
    return new StepGrid(fine, points.stream().mapToInt(Integer::intValue).toArray());
  }
}
