package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.NoiseScheduleContract;

class LinearScheduleTest extends NoiseScheduleContract {

  /** The variance of the Gaussian data that the closed forms are for. */
  private static final double C2 = 0.25;

  private static final Offset<Double> NINE_DIGITS = within(5e-10);

  private final NoiseSchedule schedule = new LinearSchedule(new LinearSchedule.Options(-13.3, 5));

  @Override
  protected NoiseSchedule schedule() {
    return schedule;
  }

  @Test
  void endsAreTheOptions() {
    assertThat(schedule.logSnr(0)).isEqualTo(13.3);
    assertThat(schedule.logSnr(1)).isEqualTo(-5);
    assertThat(schedule.logSnr(0.5)).isCloseTo(4.15, within(1e-14));
  }

  @Test
  void endsInTheWrongOrderAreRefusedInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearSchedule.Options(5, -13.3))
        .withMessage(
            "gamma-min must be below gamma-max, for noise grows with time,"
                + " but they are 5.0 and -13.3");
    assertThatIllegalArgumentException().isThrownBy(() -> new LinearSchedule.Options(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearSchedule.Options(Double.NaN, 1));
  }

  /** Kingma et al., equation 14, with the exact denoiser's error: no sampling is needed. */
  @ParameterizedTest
  @CsvSource({"10, 15.727564464", "100, 6.485690366", "1000, 6.006236783", "10000, 5.961010567"})
  void discreteDiffusionLossOfGaussianDataIsTheClosedForm(int steps, double expected) {
    assertThat(discreteLoss(steps)).isCloseTo(expected, NINE_DIGITS);
  }

  @Test
  void discreteLossFallsAsTheStepsDoubleAndStaysAboveTheContinuousOne() {
    double before = Double.POSITIVE_INFINITY;
    for (int steps = 1; steps <= 1 << 15; steps *= 2) {
      double loss = discreteLoss(steps);
      assertThat(loss).as("at %s steps", steps).isLessThan(before).isGreaterThan(5.956014634);
      before = loss;
    }
  }

  private double discreteLoss(int steps) {
    double loss = 0;
    for (int i = 1; i <= steps; i++) {
      NoiseLevel s = schedule.at((double) (i - 1) / steps);
      NoiseLevel t = schedule.at((double) i / steps);
      loss += 0.5 * Math.expm1(s.logSnr() - t.logSnr()) * noiseError(t);
    }
    return loss;
  }

  @Test
  void continuousDiffusionLossOfGaussianDataIsTheClosedForm() {
    double closedForm =
        0.5 * Math.log((1 + C2 * schedule.at(0).snr()) / (1 + C2 * schedule.at(1).snr()));
    assertThat(closedForm).isCloseTo(5.956014634, NINE_DIGITS);
    assertThat(overTime(1)).isCloseTo(closedForm, NINE_DIGITS);
  }

  /**
   * Given t, the error is the square of a Gaussian, whose second moment is three times its squared
   * mean.
   */
  @Test
  void varianceOfTheContinuousLossesEstimatorIsTheClosedForm() {
    double variance = 3 * overTime(2) - Math.pow(overTime(1), 2);
    assertThat(variance).isCloseTo(114.317, within(5e-4));
  }

  @Test
  void priorDivergenceOfGaussianDataIsTheClosedForm() {
    NoiseLevel end = schedule.at(1);
    double sigma2 = end.sigma() * end.sigma();
    double divergence = 0.5 * (end.alpha() * end.alpha() * C2 + sigma2 - Math.log(sigma2) - 1);
    assertThat(divergence).isCloseTo(0.000847855, NINE_DIGITS);
  }

  /** {@code E |eps - eps^|^2} for N(0, c^2) data and the exact denoiser. */
  private static double noiseError(NoiseLevel level) {
    return C2 * level.snr() / (1 + C2 * level.snr());
  }

  /** The mean over t of {@code (gamma'(t)/2 |eps - eps^|^2)^power}, by Simpson's rule. */
  private double overTime(int power) {
    int n = 20_000;
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      double t = (double) i / n;
      double weight = i == 0 || i == n ? 1 : 2 + 2 * (i % 2);
      double loss = -0.5 * schedule.logSnrSlope(t) * noiseError(schedule.at(t));
      sum += weight * Math.pow(loss, power);
    }
    return sum / (3 * n);
  }
}
