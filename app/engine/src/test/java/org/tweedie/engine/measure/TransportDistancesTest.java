package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Batch;

/** Distances between sets of points, against closed forms. */
class TransportDistancesTest {

  @Test
  void shiftMovesAllShadows() {
    Batch set = Rows.cloud(1, 50, 0, 0);
    Batch shifted = set.combine(1, 1, Rows.of(constant(50, 3, -4)));
    // The squared cosine of even directions has the mean 1/2.
    assertThat(sliced(set, shifted)).isCloseTo(5 / Math.sqrt(2), within(1e-6));
    assertThat(sliced(set, set)).isZero();
  }

  /** Of random directions the squared cosine has the mean 1/d, with a deviation of about that. */
  @Test
  void shiftInManyDimensionsIsSeenFromDirectionsByChance() {
    int d = 64;
    int directions = 2000;
    Batch set = Rows.cloud(new Random(5), 30, d, 0);
    Batch shifted = set.map(value -> value + 1);
    double[][] lines = SlicedWasserstein.directions(set.shape(), directions, 3);
    double square =
        Math.pow(
            SlicedWasserstein.between(set, shifted, lines, Halves.NONE, done -> {}).value(), 2);
    // |v|^2 / d is 1 here, and the squared cosine has the variance 2 (d - 1) / (d^2 (d + 2)).
    double error = Math.sqrt(2.0 * (d - 1) / (d + 2) / directions);
    assertThat(square).as("with a standard error of %.3f", error).isCloseTo(1, within(4 * error));
    for (double[] line : lines) {
      assertThat(Arrays.stream(line).map(x -> x * x).sum()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void wassersteinDistanceOfUnequalCountsMatchesQuantiles() {
    // 0, 1 against 0, 1/2, 1: of each third, half is matched with the one and half with the other.
    assertThat(SlicedWasserstein.squaredWasserstein(new double[] {0, 1}, new double[] {0, 0.5, 1}))
        .isCloseTo(1 / 3.0 * 0.25, within(1e-15));
    assertThat(SlicedWasserstein.squaredWasserstein(new double[] {0}, new double[] {-1, 3}))
        .isEqualTo(5);
  }

  @Test
  void pointsThatAreThereTwiceChangeNothing() {
    Batch one = Rows.cloud(1, 30, 0, 0);
    Batch other = Rows.cloud(2, 40, 1, 0);
    Batch twice = one.followedBy(one);
    assertThat(sliced(twice, other)).isCloseTo(sliced(one, other), within(1e-12));
    assertThat(energy(twice, other)).isCloseTo(energy(one, other), within(1e-12));
  }

  @Test
  void halvesAreTheSetsThatTheyAre() {
    Batch one = Rows.cloud(1, 30, 0, 0);
    Batch other = Rows.cloud(2, 40, 1, 0);
    Batch third = Rows.cloud(3, 30, 0, 2);
    boolean[] first = new boolean[60];
    Arrays.fill(first, 0, 30, true);
    Halves halves = new Halves(new boolean[][] {first});
    Batch both = one.followedBy(third);
    double[][] lines = SlicedWasserstein.directions(one.shape(), 180, 1);
    assertThat(SlicedWasserstein.between(both, other, lines, halves, done -> {}).halves()[0])
        .containsExactly(new double[] {sliced(one, other), sliced(third, other)}, within(1e-12));
    assertThat(EnergyDistance.between(both, other, halves, done -> {}).halves()[0])
        .containsExactly(new double[] {energy(one, other), energy(third, other)}, within(1e-12));
  }

  @Test
  void energyDistanceOfShiftedPairsOnALine() {
    // {0, 1} and {t, 1 + t} with t >= 1: 2 t - 1/2 - 1/2.
    for (double t : new double[] {1, 2.5, 10}) {
      Batch one = Rows.of(new double[][] {{0, 0}, {1, 0}});
      Batch other = Rows.of(new double[][] {{t, 0}, {1 + t, 0}});
      assertThat(energy(one, other)).isCloseTo(2 * t - 1, within(1e-12));
    }
    assertThat(energy(Rows.cloud(1, 50, 0, 0), Rows.cloud(1, 50, 0, 0)))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void energyDistanceOfWideAndNarrowNormalDistributions() {
    // |X - Y| of isotropic normals in the plane is Rayleigh: the mean is s sqrt(pi / 2), with s^2
    // the sum of both variances; here of deviations 1 and 3.
    double expected =
        Math.sqrt(Math.PI / 2) * (2 * Math.sqrt(10) - Math.sqrt(2) - 3 * Math.sqrt(2));
    Batch one = Rows.cloud(3, 1500, 0, 0);
    Batch other = Rows.cloud(4, 1500, 0, 0).times(3);
    // The standard error is about 0.04: mean distances of 1,500 points, of deviation about 1.6.
    assertThat(energy(one, other)).isCloseTo(expected, within(0.16));
  }

  private static double sliced(Batch one, Batch other) {
    double[][] lines = SlicedWasserstein.directions(one.shape(), 180, 1);
    return SlicedWasserstein.between(one, other, lines, Halves.NONE, done -> {}).value();
  }

  private static double energy(Batch one, Batch other) {
    return EnergyDistance.between(one, other, Halves.NONE, done -> {}).value();
  }

  private static double[][] constant(int count, double... row) {
    double[][] rows = new double[count][];
    Arrays.fill(rows, row);
    return rows;
  }
}
