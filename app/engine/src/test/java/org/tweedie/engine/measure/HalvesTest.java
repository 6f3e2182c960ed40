package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Halves of samples, and the standard errors that they tell. */
class HalvesTest {

  @Test
  void everySampleIsInOneHalf() {
    Halves halves = Halves.of(21, 5, 3);
    for (int cut = 0; cut < 5; cut++) {
      int[] first = halves.members(cut, 0);
      int[] second = halves.members(cut, 1);
      assertThat(first).hasSize(10);
      assertThat(IntStream.concat(IntStream.of(first), IntStream.of(second)).sorted())
          .containsExactlyElementsOf(IntStream.range(0, 21).boxed().toList());
    }
    assertThat(halves.members(0, 0)).isNotEqualTo(halves.members(1, 0));
  }

  @Test
  void equalSeedsCutAlike() {
    assertThat(Halves.of(30, 4, 9).firsts()).isDeepEqualTo(Halves.of(30, 4, 9).firsts());
    assertThat(Halves.of(30, 1, 9).members(0, 0)).isNotEqualTo(Halves.of(30, 1, 8).members(0, 0));
  }

  /**
   * Of a mean, the squared error is {@code s^2 / n} in expectation over cuts. Each cut's is that
   * times nearly a chi-squared number, of variance 2.
   */
  @Test
  void errorOfAMeanIsTheAnalyticOneWithinItsMonteCarloError() {
    Random random = new Random(4);
    double[] values = random.doubles(50).map(x -> x * x).toArray();
    int cuts = 4000;
    Halves halves = Halves.of(values.length, cuts, 5);
    double[][] means = new double[cuts][2];
    for (int cut = 0; cut < cuts; cut++) {
      for (int half = 0; half < 2; half++) {
        means[cut][half] =
            Means.of(
                Arrays.stream(halves.members(cut, half)).mapToDouble(i -> values[i]).toArray());
      }
    }
    double ratio = Math.pow(Halves.error(means) / Means.error(values), 2);
    double error = Math.sqrt(2.0 / cuts);
    assertThat(ratio).as("with a standard error of %.3f", error).isCloseTo(1, within(4 * error));
  }
}
