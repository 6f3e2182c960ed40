package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.schedule.NoiseLevel;

class ReverseVarianceTest {

  private static final NoiseLevel S = new NoiseLevel(1.3, 0.7, 2 * Math.log(1.3 / 0.7));
  private static final NoiseLevel T = new NoiseLevel(0.9, 1.1, 2 * Math.log(0.9 / 1.1));
  private static final double FORWARD =
      T.sigma() * T.sigma() - Math.pow(T.alpha() / S.alpha() * S.sigma(), 2);
  private static final double POSTERIOR = FORWARD * Math.pow(S.sigma() / T.sigma(), 2);

  @Test
  void goesFromThePosteriorsToThatOfTheForwardStep() {
    assertThat(Math.pow(ReverseVariance.deviation(T, S, 0), 2)).isCloseTo(POSTERIOR, within(1e-14));
    assertThat(Math.pow(ReverseVariance.deviation(T, S, 1), 2)).isCloseTo(FORWARD, within(1e-14));
    assertThat(2 * Math.log(ReverseVariance.deviation(T, S, 0.3)))
        .as("Nichol and Dhariwal, equation 15: exp(v log beta + (1 - v) log beta~)")
        .isCloseTo(0.7 * Math.log(POSTERIOR) + 0.3 * Math.log(FORWARD), within(1e-14));
  }

  @Test
  void isNothingWhereTheStepLeadsToTheData() {
    NoiseLevel data = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);
    assertThat(ReverseVariance.deviation(T, data, 0.5)).isZero();
  }

  /** The divergence of two normal distributions, as it stands in textbooks. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 1})
  void divergenceIsThatOfTheTwoGaussians(double fraction) {
    double error = 0.37;
    double share = FORWARD / (T.sigma() * T.sigma());
    double distance = S.alpha() * share * error;
    double variance = Math.pow(ReverseVariance.deviation(T, S, fraction), 2);
    double expected =
        (Math.log(variance / POSTERIOR) + (POSTERIOR + distance * distance) / variance - 1) / 2;
    double found =
        ReverseVariance.divergence(
            (S.snr() - T.snr()) * error * error, ReverseVariance.logExcess(T, S, fraction));
    assertThat(found).isCloseTo(expected, within(1e-14));
  }
}
