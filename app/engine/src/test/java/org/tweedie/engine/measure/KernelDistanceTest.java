package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Batch;

/** The unbiased kernel distance. */
class KernelDistanceTest {

  @Test
  void twoPointsAgainstTwoAreCountedByHand() {
    // k(0, 0) = 1, k(1, 2) = 27, and the cross terms k(0, 1) = k(0, 2) = 1, of both zeros.
    assertThat(KernelDistance.squaredDiscrepancy(Rows.line(0, 0), Rows.line(1, 2)))
        .isEqualTo(1 + 27 - 2.0);
    // The product is divided by the dimensions: (2 * 1 + 2 * 1) / 2 + 1 = 3, cubed.
    assertThat(
            KernelDistance.squaredDiscrepancy(
                Rows.of(new double[][] {{2, 2}, {1, 1}}), Rows.of(new double[][] {{0, 0}, {0, 0}})))
        .isEqualTo(27 + 1 - 2.0);
  }

  @Test
  void expectationForOneDistributionIsZeroAndTheStandardErrorIsThatOfTheMean() {
    Random random = new Random(5);
    int repetitions = 300;
    double sum = 0;
    double squares = 0;
    double stated = 0;
    for (int i = 0; i < repetitions; i++) {
      KernelDistance distance =
          KernelDistance.between(Rows.cloud(random, 100, 1, 0), Rows.cloud(random, 100, 1, 0), i);
      sum += distance.value();
      squares += distance.value() * distance.value();
      stated += distance.standardError() * distance.standardError();
    }
    double mean = sum / repetitions;
    double deviation = Math.sqrt(squares / repetitions - mean * mean);
    assertThat(mean)
        .as("within four standard errors of %.1e", deviation / Math.sqrt(repetitions))
        .isCloseTo(0, within(4 * deviation / Math.sqrt(repetitions)));
    // The squared deviation of 300 values of heavy tails is itself known to about a tenth.
    assertThat(Math.sqrt(stated / repetitions) / deviation).isCloseTo(1, within(0.2));
  }

  @Test
  void examplesThatTakeTheirClassesInTurnAreNoMatter() {
    Random random = new Random(7);
    double[][] one = cloud(random, 500, 0);
    double[][] other = cloud(random, 500, 0);
    for (int i = 0; i < 500; i++) {
      one[i][0] += i % 10;
      other[i][0] += i / 50;
    }
    KernelDistance distance = KernelDistance.between(Rows.of(one), Rows.of(other), 1);
    assertThat(distance.value())
        .as("zero within four standard errors of %.1f", distance.standardError())
        .isCloseTo(0, within(4 * distance.standardError()));
    // Subsets of one class each would be as far apart as the classes are.
    assertThat(distance.standardError()).isLessThan(10_000);
  }

  /**
   * In every pair of subsets equal sets share as many copies, by chance, as the whole sets do. In
   * one order for both, each subset would meet nothing but its own copies: ten times as far off.
   */
  @Test
  void equalSetsAreAsNearInPartsAsTheyAreWhole() {
    Batch set = Rows.cloud(new Random(8), 400, 3, 0);
    double whole = KernelDistance.squaredDiscrepancy(set, set);
    assertThat(whole).isNegative();
    double sum = 0;
    double variance = 0;
    int seeds = 30;
    for (int seed = 0; seed < seeds; seed++) {
      KernelDistance distance = KernelDistance.between(set, set, seed);
      sum += distance.value();
      variance += distance.standardError() * distance.standardError();
    }
    double error = Math.sqrt(variance) / seeds;
    assertThat(sum / seeds)
        .as("with a standard error of %.3f, of the whole sets' %.3f", error, whole)
        .isCloseTo(whole, within(4 * error));
    assertThat(4 * error).as("enough to tell ten times as much").isLessThan(-4 * whole);
  }

  @Test
  void shiftOfNormalNumbersHasItsExpectation() {
    // In one dimension, E(xy + 1)^3 with independent x, y of first three moments m1, m2, m3 is
    // 1 + 3 m1 n1 + 3 m2 n2 + m3 n3. For N(0, 1) against N(1, 1): moments 0, 1, 0 and 1, 2, 4.
    double expected = (1 + 3) + (1 + 3 + 12 + 16) - 2 * (1 + 6);
    Random random = new Random(6);
    KernelDistance distance =
        KernelDistance.between(Rows.cloud(random, 4000, 1, 0), Rows.cloud(random, 4000, 1, 1), 1);
    assertThat(distance.value())
        .as("within four standard errors of %.2f", distance.standardError())
        .isCloseTo(expected, within(4 * distance.standardError()));
    assertThat(distance.standardError()).isLessThan(1.5);
  }

  private static double[][] cloud(Random random, int count, double shift) {
    double[][] cloud = new double[count][1];
    for (double[] row : cloud) {
      row[0] = random.nextGaussian() + shift;
    }
    return cloud;
  }
}
