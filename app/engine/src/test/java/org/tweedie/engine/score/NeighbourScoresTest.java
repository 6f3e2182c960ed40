package org.tweedie.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Precision, recall, density and coverage, where they can be counted by hand. */
class NeighbourScoresTest {

  private static final int K = 3;

  @Test
  void radiusIsTheDistanceToTheNeighbour() {
    double[][] line = {{0}, {1}, {3}, {7}};
    assertThat(Distances.squaredRadii(line, 1)).containsExactly(1, 1, 4, 16);
    assertThat(Distances.squaredRadii(line, 2)).containsExactly(9, 4, 9, 36);
  }

  @Test
  void radiusOfAPointThatIsThereTwiceIsZero() {
    assertThat(Distances.squaredRadii(new double[][] {{5}, {5}, {6}}, 1)).containsExactly(0, 0, 1);
  }

  @Test
  void identicalSetsCoverOneAnother() {
    double[][] set = cloud(1, 60, 0);
    Manifold manifold = Manifold.of(set, K);
    assertThat(manifold.share(set)).isEqualTo(1);
    assertThat(manifold.covered(set)).isEqualTo(1);
    // Each of n balls holds its centre and k neighbours: n (k + 1) memberships, over k n.
    assertThat(manifold.balls(set) / K).isCloseTo((K + 1.0) / K, within(1e-12));
  }

  @Test
  void disjointSetsCoverNothing() {
    double[][] near = cloud(1, 60, 0);
    double[][] far = cloud(2, 60, 100);
    assertThat(Manifold.of(near, K).share(far)).isZero();
    assertThat(Manifold.of(far, K).share(near)).isZero();
    assertThat(Manifold.of(near, K).balls(far)).isZero();
    assertThat(Manifold.of(near, K).covered(far)).isZero();
  }

  @Test
  void samplesOfOneClusterOfTwoArePreciseAndMissHalf() {
    double[][] first = cloud(1, 60, 0);
    double[][] both = new double[120][];
    System.arraycopy(first, 0, both, 0, 60);
    System.arraycopy(cloud(2, 60, 100), 0, both, 60, 60);
    assertThat(Manifold.of(both, K).share(first)).as("precision").isEqualTo(1);
    assertThat(Manifold.of(first, K).share(both)).as("recall").isEqualTo(0.5);
    assertThat(Manifold.of(both, K).covered(first)).as("coverage").isEqualTo(0.5);
  }

  @Test
  void halfOfTheSamplesAstrayHalvesPrecisionAndNotRecall() {
    double[][] real = cloud(1, 60, 0);
    double[][] fake = new double[120][];
    System.arraycopy(real, 0, fake, 0, 60);
    System.arraycopy(cloud(2, 60, 100), 0, fake, 60, 60);
    assertThat(Manifold.of(real, K).share(fake)).as("precision").isEqualTo(0.5);
    assertThat(Manifold.of(fake, K).share(real)).as("recall").isEqualTo(1);
  }

  private static double[][] cloud(long seed, int count, double shift) {
    Random random = new Random(seed);
    double[][] cloud = new double[count][3];
    for (double[] row : cloud) {
      for (int k = 0; k < row.length; k++) {
        row[k] = random.nextGaussian() + shift;
      }
    }
    return cloud;
  }
}
