package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.model.Batch;

/** The distance between normal distributions, against closed forms. */
class FrechetDistanceTest {

  @Test
  void momentsOfFourPoints() {
    SampleMoments moments =
        SampleMoments.of(Rows.of(new double[][] {{0, 0}, {2, 0}, {0, 4}, {2, 4}}));
    assertThat(moments.mean()).containsExactly(1, 2);
    assertThat(moments.covariance().data)
        .containsExactly(new double[] {4 / 3.0, 0, 0, 16 / 3.0}, within(1e-15));
  }

  @Test
  void independentCoordinatesAddUp() {
    // |m|^2 + sum of (sigma1 - sigma2)^2.
    double distance =
        FrechetDistance.between(
            moments(new double[] {1, 2, 3}, new double[][] {{4, 0, 0}, {0, 9, 0}, {0, 0, 0}}),
            moments(new double[] {1, 0, 0}, new double[][] {{1, 0, 0}, {0, 25, 0}, {0, 0, 49}}));
    assertThat(distance).isCloseTo(4 + 9 + 1 + 4 + 49, within(1e-10));
  }

  @Property(tries = 200)
  void covariancesOfTwoDimensionsHaveAClosedForm(
      @ForAll @DoubleRange(min = 0.1, max = 5) double a,
      @ForAll @DoubleRange(min = 0.1, max = 5) double b,
      @ForAll @DoubleRange(min = -0.99, max = 0.99) double correlation,
      @ForAll @DoubleRange(min = 0.1, max = 5) double c,
      @ForAll @DoubleRange(min = 0.1, max = 5) double d,
      @ForAll @DoubleRange(min = -0.99, max = 0.99) double other) {
    double p = correlation * Math.sqrt(a * b);
    double q = other * Math.sqrt(c * d);
    // tr (M^(1/2)) of a 2x2 matrix is sqrt(tr M + 2 sqrt(det M)), here M = C1 C2.
    double trace = a * c + 2 * p * q + b * d;
    double determinant = (a * b - p * p) * (c * d - q * q);
    double expected = a + b + c + d - 2 * Math.sqrt(trace + 2 * Math.sqrt(determinant));
    SampleMoments one = moments(new double[2], new double[][] {{a, p}, {p, b}});
    SampleMoments two = moments(new double[2], new double[][] {{c, q}, {q, d}});
    assertThat(FrechetDistance.between(one, two)).isCloseTo(expected, within(1e-9));
    assertThat(FrechetDistance.between(two, one)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void setsAreAsFarApartAsTheyWereShifted() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[30][40];
    double[][] shifted = new double[30][40];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < 40; k++) {
        // Multiples of 1/1024 stay exact where floats hold three more.
        rows[i][k] = random.nextInt(1024) / 1024.0;
        shifted[i][k] = rows[i][k] + (k == 7 ? 3 : 0);
      }
    }
    // Fewer rows than features: the covariance is singular, and the distance is exact all the same.
    assertThat(value(Rows.of(rows), Rows.of(rows))).isCloseTo(0, within(1e-6));
    assertThat(value(Rows.of(rows), Rows.of(shifted))).isCloseTo(9, within(1e-6));
  }

  /** Both forms of one number, whichever of the three is the smallest. */
  @ParameterizedTest
  @CsvSource({"20,30,50", "30,20,50", "20,60,50", "60,20,50", "300,20,50", "20,300,50"})
  void rowsGiveTheSameAsMatricesOfTheDimensionsSize(int n, int m, int d) {
    Random random = new Random(3);
    Batch one = Rows.cloud(random, n, d, 0.1);
    Batch other = Rows.cloud(random, m, d, 0).map(value -> 1.5 * value);
    assertThat(FrechetDistance.isOfRows(n, m, d)).isTrue();
    assertThat(value(one, other))
        .isCloseTo(
            FrechetDistance.between(SampleMoments.of(one), SampleMoments.of(other)), within(1e-5));
  }

  /**
   * On a line the distance is {@code (m1 - m2)^2 + (s1 - s2)^2}, and its variance for n normal
   * numbers {@code (4 (m1 - m2)^2 s1^2 + 2 (s1 - s2)^2 s1^2) / n}, to first order.
   */
  @Test
  void standardErrorOfNormalNumbersHasAClosedForm() {
    int n = 20_000;
    Random random = new Random(11);
    Batch one = Rows.cloud(random, n, 1, 0.5).map(value -> 2 * value);
    Batch other = Rows.cloud(random, n, 1, 0);
    double expected = Math.sqrt((4 * 1 * 4 + 2 * 1 * 4) / (double) n);
    FrechetDistance distance = FrechetDistance.between(one, other, true, 1, done -> {});
    // A deviation of 20,000 values of moderate tails is known to one or two in a hundred.
    assertThat(distance.standardError() / expected).isCloseTo(1, within(0.05));
    assertThat(distance.value()).isCloseTo(2, within(4 * Math.sqrt(2) * expected));
  }

  /** Where there are fewer samples than dimensions, halves tell what other samples change. */
  @Test
  void standardErrorOfFewSamplesIsTheirDeviation() {
    Random random = new Random(12);
    Batch data = Rows.cloud(random, 60, 80, 0);
    int repetitions = 60;
    double sum = 0;
    double squares = 0;
    double stated = 0;
    for (int i = 0; i < repetitions; i++) {
      FrechetDistance distance =
          FrechetDistance.between(Rows.cloud(random, 40, 80, 0.2), data, true, i, done -> {});
      sum += distance.value();
      squares += distance.value() * distance.value();
      stated += distance.standardError() * distance.standardError();
    }
    double mean = sum / repetitions;
    double deviation = Math.sqrt(squares / repetitions - mean * mean);
    // The deviation of 60 values is known to about a tenth.
    assertThat(Math.sqrt(stated / repetitions) / deviation).isBetween(0.6, 1.5);
  }

  @Test
  void memoryAndTimeGoByTheSmallestOfTheThreeNumbers() {
    double squareOfDimensions = 8.0 * 12_288 * 12_288;
    assertThat(FrechetDistance.bytes(1000, 1000, 12_288)).isLessThan(squareOfDimensions / 10);
    assertThat(FrechetDistance.cost(1000, 1000, 12_288, false)).isBetween(20.0, 50.0);
    assertThat(FrechetDistance.cost(1000, 1000, 64, true)).isLessThan(1);
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefusedInWords() {
    assertThatThrownBy(() -> FrechetMeasure.checkMemory(1_000_000, 1_000_000, 10_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1,000,000 samples and 1,000,000 examples of 10,000,000 numbers")
        .hasMessageContaining("Please take fewer");
  }

  private static double value(Batch one, Batch other) {
    return FrechetDistance.between(one, other, false, 1, done -> {}).value();
  }

  private static SampleMoments moments(double[] mean, double[][] covariance) {
    return new SampleMoments(mean, new DMatrixRMaj(covariance));
  }
}
