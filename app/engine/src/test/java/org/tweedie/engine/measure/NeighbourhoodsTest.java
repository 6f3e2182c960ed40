package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Batch;

/** Precision, recall, density and coverage, where they can be counted by hand. */
class NeighbourhoodsTest {

  private static final int K = 3;

  @Test
  void radiusIsTheDistanceToTheNeighbour() {
    Batch line = Rows.line(0, 1, 3, 7);
    assertThat(radii(line, 1)).containsExactly(1, 1, 4, 16);
    assertThat(radii(line, 2)).containsExactly(9, 4, 9, 36);
  }

  @Test
  void radiusOfAPointThatIsThereTwiceIsZero() {
    assertThat(radii(Rows.line(5, 5, 6), 1)).containsExactly(0, 0, 1);
  }

  @Test
  void radiiOfAHalfLookAtItsOwnRowsAlone() {
    Halves halves = new Halves(new boolean[][] {{true, false, true, false, true, false}});
    double[][] radii =
        Neighbourhoods.squaredRadii(Rows.line(0, 1, 3, 7, 8, 20), 1, halves, done -> {});
    assertThat(radii[0]).containsExactly(1, 1, 4, 1, 1, 144);
    assertThat(radii[1]).containsExactly(9, 36, 9, 36, 25, 169);
  }

  @Test
  void identicalSetsCoverOneAnother() {
    Batch set = Rows.cloud(new Random(1), 60, 3, 0);
    assertThat(share(set, set)).isEqualTo(1);
    assertThat(covered(set, set)).isEqualTo(1);
    // Each of n balls holds its centre and k neighbours: n (k + 1) memberships, over k n.
    assertThat(balls(set, set) / K).isCloseTo((K + 1.0) / K, within(1e-12));
  }

  @Test
  void disjointSetsCoverNothing() {
    Batch near = Rows.cloud(new Random(1), 60, 3, 0);
    Batch far = Rows.cloud(new Random(2), 60, 3, 100);
    assertThat(share(near, far)).isZero();
    assertThat(share(far, near)).isZero();
    assertThat(balls(near, far)).isZero();
    assertThat(covered(near, far)).isZero();
  }

  @Test
  void samplesOfOneClusterOfTwoArePreciseAndMissHalf() {
    Batch first = Rows.cloud(new Random(1), 60, 3, 0);
    Batch both = first.followedBy(Rows.cloud(new Random(2), 60, 3, 100));
    assertThat(share(both, first)).as("precision").isEqualTo(1);
    assertThat(share(first, both)).as("recall").isEqualTo(0.5);
    assertThat(covered(both, first)).as("coverage").isEqualTo(0.5);
  }

  @Test
  void halfOfTheSamplesAstrayHalvesPrecisionAndNotRecall() {
    Batch real = Rows.cloud(new Random(1), 60, 3, 0);
    Batch fake = real.followedBy(Rows.cloud(new Random(2), 60, 3, 100));
    assertThat(share(real, fake)).as("precision").isEqualTo(0.5);
    assertThat(share(fake, real)).as("recall").isEqualTo(1);
  }

  @Test
  void distancesThatAreGivenUpAreBeyondTheLimit() {
    Batch rows = Rows.cloud(new Random(3), 2, 1000, 0);
    double exact = Distances.squared(rows, 0, rows, 1);
    assertThat(Distances.squared(rows, 0, rows, 1, exact)).isEqualTo(exact);
    assertThat(Distances.squared(rows, 0, rows, 1, exact / 2)).isBetween(exact / 2, exact);
  }

  private static double[] radii(Batch rows, int k) {
    return Neighbourhoods.squaredRadii(rows, k, done -> {});
  }

  private static double balls(Batch centres, Batch rows) {
    int[] counts = Neighbourhoods.balls(centres, radii(centres, K), rows, done -> {});
    return Arrays.stream(counts).average().orElseThrow();
  }

  private static double share(Batch centres, Batch rows) {
    int[] counts = Neighbourhoods.balls(centres, radii(centres, K), rows, done -> {});
    return Arrays.stream(counts).map(count -> Math.min(1, count)).average().orElseThrow();
  }

  /** The share of balls around the centres that hold a row. */
  private static double covered(Batch centres, Batch rows) {
    double[] radii = radii(centres, K);
    Neighbourhoods.Reach reach =
        new Neighbourhoods.Reach() {
          @Override
          public double squared(int example, int sample, int which) {
            return radii[example];
          }

          @Override
          public double largest(int example, int sample) {
            return radii[example];
          }
        };
    return Means.of(Neighbourhoods.Met.of(centres, rows, reach, Halves.NONE, done -> {}).values());
  }
}
