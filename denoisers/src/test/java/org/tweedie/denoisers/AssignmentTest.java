package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.SeededNoise;

class AssignmentTest {

  /** Potentials that no cost lies below, and that pairs meet, prove that no pairing costs less. */
  @Property(seed = "1", tries = 200)
  void potentialsProveThatNoPairingCostsLess(
      @ForAll @IntRange(min = 1, max = 40) int n, @ForAll boolean ties, @ForAll long seed) {
    double[][] cost = costs(n, ties, seed);
    Assignment found = Assignment.least(cost);
    assertThat(Arrays.stream(found.columns()).sorted().toArray())
        .isEqualTo(IntStream.range(0, n).toArray());
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double reduced = cost[i][j] - found.ofRows()[i] - found.ofColumns()[j];
        assertThat(reduced).as("row %d, column %d", i, j).isGreaterThan(-1e-12);
        if (found.columns()[i] == j) {
          assertThat(reduced).as("pair %d, %d", i, j).isCloseTo(0, within(1e-12));
        }
      }
    }
  }

  @Property(seed = "2", tries = 100)
  void isTheLeastOfAllPermutations(
      @ForAll @IntRange(min = 1, max = 6) int n, @ForAll boolean ties, @ForAll long seed) {
    double[][] cost = costs(n, ties, seed);
    int[] columns = Assignment.least(cost).columns();
    double sum = IntStream.range(0, n).mapToDouble(i -> cost[i][columns[i]]).sum();
    assertThat(sum).isCloseTo(least(cost, 0, new boolean[n]), within(1e-12));
  }

  private static double[][] costs(int n, boolean ties, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] cost = new double[n][n];
    for (double[] row : cost) {
      Arrays.setAll(row, j -> ties ? random.nextInt(3) : random.nextDouble(-1, 1));
    }
    return cost;
  }

  private static double least(double[][] cost, int row, boolean[] taken) {
    if (row == cost.length) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < cost.length; j++) {
      if (!taken[j]) {
        taken[j] = true;
        least = Math.min(least, cost[row][j] + least(cost, row + 1, taken));
        taken[j] = false;
      }
    }
    return least;
  }

  /** On a line the least squared distances are between numbers of the same rank. */
  @Test
  void transportOnALinePairsRanks() {
    DataShape line = DataShape.point(1);
    Batch signals = new SeededNoise(1, 0, 60, line).draw(0).map(x -> 3 * x + 1);
    Batch noise = new SeededNoise(1, 0, 60, line).draw(1);
    int[] order = new OptimalTransport().order(signals, noise);
    float[] paired = new float[60];
    for (int i = 0; i < 60; i++) {
      paired[i] = noise.values()[order[i]];
    }
    int[] bySignal = ranks(signals.values());
    assertThat(ranks(paired)).isEqualTo(bySignal);
  }

  private static int[] ranks(float... values) {
    return IntStream.range(0, values.length)
        .map(
            i -> (int) IntStream.range(0, values.length).filter(j -> values[j] < values[i]).count())
        .toArray();
  }
}
