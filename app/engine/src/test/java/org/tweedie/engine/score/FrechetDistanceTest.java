package org.tweedie.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.score.FrechetDistance.Moments;

/** The distance between normal distributions, against closed forms. */
class FrechetDistanceTest {

  @Test
  void momentsOfFourPoints() {
    Moments moments = Moments.of(new double[][] {{0, 0}, {2, 0}, {0, 4}, {2, 4}});
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
    Moments one = moments(new double[2], new double[][] {{a, p}, {p, b}});
    Moments two = moments(new double[2], new double[][] {{c, q}, {q, d}});
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
        rows[i][k] = random.nextDouble();
        shifted[i][k] = rows[i][k] + (k == 7 ? 3 : 0);
      }
    }
    // Fewer rows than features: the covariance is singular, and the distance is exact all the same.
    assertThat(FrechetDistance.between(rows, rows)).isCloseTo(0, within(1e-7));
    assertThat(FrechetDistance.between(rows, shifted)).isCloseTo(9, within(1e-7));
  }

  private static Moments moments(double[] mean, double[][] covariance) {
    return new Moments(mean, new DMatrixRMaj(covariance));
  }
}
