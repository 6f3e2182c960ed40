package org.tweedie.laws.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * Values of the diffusion loss and of its estimator's variance for data N(0, 1/4) and their exact
 * denoiser, log SNR from 13.3 to -5 (Kingma et al., arXiv 2107.00630, equations 14 to 18 and
 * section 5.3).
 */
class BoundValuesTest {

  private static final double C2 = 0.25;
  private static final NoiseSchedule LINEAR = new StraightSchedule(13.3, -5);
  private static final double LOSS = 5.956014634;

  /** E|eps - eps^|^2 at a log SNR. */
  private static double error(double logSnr) {
    return 1 / (1 + Math.exp(-logSnr) / C2);
  }

  @ParameterizedTest
  @CsvSource({"10, 15.727564464", "100, 6.485690366", "1000, 6.006236783", "10000, 5.961010567"})
  void discreteLossHasItsClosedForm(int steps, double expected) {
    double sum = 0;
    for (int i = 1; i <= steps; i++) {
      double s = LINEAR.logSnr((i - 1.0) / steps);
      double t = LINEAR.logSnr((double) i / steps);
      sum += Math.expm1(s - t) * error(t) / 2;
    }
    assertThat(sum / expected).isCloseTo(1, within(1e-9));
  }

  @Test
  void interiorsChangeTheVarianceOfTheEstimatorAndNotTheLoss() {
    // The interior of least variance: ln(1 + c^2 SNR) straight in time.
    double first = Math.log1p(C2 * Math.exp(13.3));
    double last = Math.log1p(C2 * Math.exp(-5));
    DoubleUnaryOperator least = t -> Math.log(Math.expm1(first + t * (last - first)) / C2);
    NoiseSchedule bent = t -> 13.3 - 18.3 * t * t;
    assertThat(loss(LINEAR::logSnr)).isCloseTo(LOSS, within(1e-6));
    assertThat(loss(bent::logSnr)).isCloseTo(LOSS, within(1e-6));
    assertThat(loss(least)).isCloseTo(LOSS, within(1e-6));
    assertThat(variance(LINEAR::logSnr)).isCloseTo(114.317, within(1e-3));
    assertThat(variance(least)).as("2 L^2").isCloseTo(70.948, within(1e-3));
    assertThat(variance(bent::logSnr)).isGreaterThan(115);
  }

  private static double loss(DoubleUnaryOperator logSnr) {
    return integral(logSnr, 1) / 2;
  }

  /** Over time, signal and noise: the error is the loss' mean times a chi-square of one degree. */
  private static double variance(DoubleUnaryOperator logSnr) {
    return 3 * integral(logSnr, 2) / 4 - Math.pow(loss(logSnr), 2);
  }

  /** The integral of {@code (gamma' w)^power} over time, by the midpoint rule. */
  private static double integral(DoubleUnaryOperator logSnr, int power) {
    int panels = 50_000;
    double sum = 0;
    for (int i = 0; i < panels; i++) {
      double t = (i + 0.5) / panels;
      double h = 0.25 / panels;
      double slope = (logSnr.applyAsDouble(t - h) - logSnr.applyAsDouble(t + h)) / (2 * h);
      sum += Math.pow(slope * error(logSnr.applyAsDouble(t)), power) / panels;
    }
    return sum;
  }
}
