package org.tweedie.api.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerAverageTest {

  /** As the paper says (arXiv 2312.02696, section 3.1): 16.97 and 6.94. */
  @ParameterizedTest
  @CsvSource({"0.05, 16.97", "0.10, 6.94"})
  void widthsOfThePaperHaveItsExponents(double width, double exponent) {
    assertThat(PowerAverage.ofWidth(width).exponent()).isCloseTo(exponent, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.01, 0.05, 0.1, 0.2, 0.28, 0.2886})
  void widthAndExponentAreEachOthersInverse(double width) {
    assertThat(PowerAverage.ofWidth(width).width()).isCloseTo(width, within(1e-12));
  }

  @Test
  void theWidestIsTheMeanOfAllSteps() {
    PowerAverage mean = PowerAverage.ofWidth(PowerAverage.WIDEST);
    assertThat(mean.exponent()).isCloseTo(0, within(1e-7));
    for (long step = 1; step <= 100; step++) {
      assertThat(mean.decay(step)).isCloseTo(1 - 1.0 / step, within(1e-12));
    }
  }

  /** The width is the standard deviation of the density {@code (gamma + 1) s^gamma} on [0, 1]. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 6.94, 16.97, 100})
  void widthIsTheStandardDeviationOfTheProfile(double exponent) {
    int strips = 200_000;
    double mass = 0;
    double mean = 0;
    double square = 0;
    for (int i = 0; i < strips; i++) {
      double s = (i + 0.5) / strips;
      double p = (exponent + 1) * Math.pow(s, exponent) / strips;
      mass += p;
      mean += p * s;
      square += p * s * s;
    }
    assertThat(mass).isCloseTo(1, within(1e-6));
    assertThat(new PowerAverage(exponent).width())
        .isCloseTo(Math.sqrt(square - mean * mean), within(1e-6));
  }

  /** Averaging step by step gives the closed form, in which the starting weights have no part. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 2.5, 6.94, 16.97})
  void sharesAfterSomeStepsAreDifferencesOfPowers(double exponent) {
    PowerAverage average = new PowerAverage(exponent);
    int n = 300;
    double[] shares = new double[n + 1];
    shares[0] = 1;
    for (int step = 1; step <= n; step++) {
      double decay = average.decay(step);
      for (int i = 0; i < step; i++) {
        shares[i] *= decay;
      }
      shares[step] = 1 - decay;
    }
    assertThat(shares[0]).isZero();
    for (int i = 1; i <= n; i++) {
      double expected =
          Math.pow((double) i / n, exponent + 1) - Math.pow((i - 1.0) / n, exponent + 1);
      assertThat(shares[i]).as("step %d", i).isCloseTo(expected, within(1e-14));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.2887, Double.NaN})
  void thereIsNoAverageOfOtherWidths(double width) {
    assertThatIllegalArgumentException().isThrownBy(() -> PowerAverage.ofWidth(width));
  }
}
