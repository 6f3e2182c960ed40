package org.tweedie.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Distances between sets of points, against closed forms. */
class PlaneDistancesTest {

  @Test
  void shiftMovesAllShadows() {
    double[][] set = cloud(1, 50, 0, 0);
    double[][] shifted = cloud(1, 50, 3, -4);
    // The squared cosine of even directions has the mean 1/2.
    assertThat(PlaneDistances.slicedWasserstein(set, shifted))
        .isCloseTo(5 / Math.sqrt(2), within(1e-12));
    assertThat(PlaneDistances.slicedWasserstein(set, set)).isZero();
  }

  @Test
  void wassersteinDistanceOfUnequalCountsMatchesQuantiles() {
    // 0, 1 against 0, 1/2, 1: of each third, half is matched with the one and half with the other.
    assertThat(PlaneDistances.squaredWasserstein(new double[] {0, 1}, new double[] {0, 0.5, 1}))
        .isCloseTo(1 / 3.0 * 0.25, within(1e-15));
    assertThat(PlaneDistances.squaredWasserstein(new double[] {0}, new double[] {-1, 3}))
        .isEqualTo(5);
  }

  @Test
  void pointsThatAreThereTwiceChangeNothing() {
    double[][] one = cloud(1, 30, 0, 0);
    double[][] other = cloud(2, 40, 1, 0);
    double[][] twice = new double[60][];
    for (int i = 0; i < 60; i++) {
      twice[i] = one[i / 2];
    }
    assertThat(PlaneDistances.slicedWasserstein(twice, other))
        .isCloseTo(PlaneDistances.slicedWasserstein(one, other), within(1e-12));
    assertThat(PlaneDistances.energy(twice, other))
        .isCloseTo(PlaneDistances.energy(one, other), within(1e-12));
  }

  @Test
  void energyDistanceOfShiftedPairsOnALine() {
    // {0, 1} and {t, 1 + t} with t >= 1: 2 t - 1/2 - 1/2.
    for (double t : new double[] {1, 2.5, 10}) {
      double[][] one = {{0, 0}, {1, 0}};
      double[][] other = {{t, 0}, {1 + t, 0}};
      assertThat(PlaneDistances.energy(one, other)).isCloseTo(2 * t - 1, within(1e-12));
    }
    assertThat(PlaneDistances.energy(cloud(1, 50, 0, 0), cloud(1, 50, 0, 0)))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void energyDistanceOfWideAndNarrowNormalDistributions() {
    // |X - Y| of isotropic normals in the plane is Rayleigh: the mean is s sqrt(pi / 2), with s^2
    // the sum of both variances; here of deviations 1 and 3.
    double expected =
        Math.sqrt(Math.PI / 2) * (2 * Math.sqrt(10) - Math.sqrt(2) - 3 * Math.sqrt(2));
    double[][] one = cloud(3, 1500, 0, 0);
    double[][] other = cloud(4, 1500, 0, 0);
    for (double[] point : other) {
      point[0] *= 3;
      point[1] *= 3;
    }
    // The standard error is about 0.04: mean distances of 1,500 points, of deviation about 1.6.
    assertThat(PlaneDistances.energy(one, other)).isCloseTo(expected, within(0.16));
  }

  private static double[][] cloud(long seed, int count, double x, double y) {
    Random random = new Random(seed);
    double[][] cloud = new double[count][2];
    for (double[] point : cloud) {
      point[0] = random.nextGaussian() + x;
      point[1] = random.nextGaussian() + y;
    }
    return cloud;
  }
}
