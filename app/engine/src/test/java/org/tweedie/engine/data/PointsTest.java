package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataSource;
import org.tweedie.laws.contract.DataSourceContract;

class PointsTest {

  private static Points points(Points.Shape shape, int count, double noise, long seed) {
    return new Points(new Points.Options(shape, count, noise, seed));
  }

  @Nested
  class Moons extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return points(Points.Shape.MOONS, 1000, 0.05, 1);
    }
  }

  @Nested
  class SwissRoll extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return points(Points.Shape.SWISS_ROLL, 1000, 0.05, 1);
    }
  }

  @Nested
  class Gaussians extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return points(Points.Shape.GAUSSIANS, 1000, 0.05, 1);
    }
  }

  /**
   * The squared radius of a single point is below 8 and so has a standard deviation of at most 4:
   * for the mean of half of it over 40,000 points the standard error is at most 0.01, and for a
   * coordinate's mean 0.007.
   */
  @ParameterizedTest
  @EnumSource
  void areCentredWithAMeanSquaredCoordinateOfOne(Points.Shape shape) {
    int count = 40_000;
    Points points = points(shape, count, 0, 7);
    double[] sums = new double[3];
    for (int i = 0; i < count; i++) {
      float[] point = DataSourceContract.read(points, points.train(), i);
      sums[0] += point[0];
      sums[1] += point[1];
      sums[2] += (point[0] * point[0] + point[1] * point[1]) / 2;
    }
    assertThat(sums[0] / count).as("mean of x").isCloseTo(0, within(0.03));
    assertThat(sums[1] / count).as("mean of y").isCloseTo(0, within(0.03));
    assertThat(sums[2] / count).as("mean squared coordinate").isCloseTo(1, within(0.04));
  }

  /** With 40,000 values the standard error of a variance is 0.7% of it. */
  @Test
  void noiseHasItsStandardDeviation() {
    Points still = points(Points.Shape.RINGS, 20_000, 0, 3);
    Points blurred = points(Points.Shape.RINGS, 20_000, 0.2, 3);
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      float[] a = DataSourceContract.read(still, still.train(), i);
      float[] b = DataSourceContract.read(blurred, blurred.train(), i);
      sum += Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
    }
    assertThat(sum / 40_000).isCloseTo(0.04, within(0.04 * 0.035));
  }

  @Test
  void ringsHaveTheirRadii() {
    Points rings = points(Points.Shape.RINGS, 1000, 0, 1);
    for (int i = 0; i < 1000; i++) {
      float[] point = DataSourceContract.read(rings, rings.train(), i);
      double outer = Math.sqrt(3.2);
      assertThat(Math.hypot(point[0], point[1]))
          .isCloseTo(rings.train().label(i) == 0 ? outer : outer / 2, within(1e-6));
    }
  }

  @Test
  void checkerboardLeavesEverySecondSquareEmpty() {
    Points board = points(Points.Shape.CHECKERBOARD, 4000, 0, 1);
    int[][] counts = new int[4][4];
    for (int i = 0; i < 4000; i++) {
      float[] point = DataSourceContract.read(board, board.train(), i);
      double unit = Math.sqrt(0.75);
      counts[(int) Math.floor(point[1] / unit + 2)][(int) Math.floor(point[0] / unit + 2)]++;
    }
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        if ((row + column) % 2 == 0) {
          // 500 expected, standard deviation 21.
          assertThat(counts[row][column]).isBetween(400, 600);
        } else {
          assertThat(counts[row][column]).isZero();
        }
      }
    }
  }

  @Test
  void anotherSeedGivesOtherPointsAndTheTestSplitIsNoCopy() {
    Points one = points(Points.Shape.MOONS, 1000, 0, 1);
    Points two = points(Points.Shape.MOONS, 1000, 0, 2);
    assertThat(DataFingerprint.sha256(one)).isNotEqualTo(DataFingerprint.sha256(two));
    assertThat(one.test().size()).isEqualTo(200);
    assertThat(DataSourceContract.read(one, one.test(), 0))
        .isNotEqualTo(DataSourceContract.read(one, one.train(), 0));
  }

  /** Strict arithmetic: the same on every machine and Java version. */
  @Test
  void seedOneGivesThesePoints() {
    assertThat(DataFingerprint.sha256(points(Points.Shape.MOONS, 100, 0.05, 1)))
        .isEqualTo("442f16974ae4512468439e8935c3dae1f947b9d0603fe85550412a933cb589cd");
  }
}
