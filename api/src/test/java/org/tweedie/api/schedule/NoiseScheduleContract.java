package org.tweedie.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.Threads;

/**
 * What every noise schedule must keep. To check one, extend this class and supply the schedule; its
 * tests are inherited.
 *
 * <pre>
 * class AcmeScheduleTest extends NoiseScheduleContract {
 *   protected NoiseSchedule schedule() {
 *     return new AcmeSchedule(new AcmeSchedule.Options(0.1));
 *   }
 * }
 * </pre>
 *
 * <p>Equations are those of Luo, "Understanding Diffusion Models: A Unified Perspective" (arXiv
 * 2208.11970), in continuous time with {@code alpha = sqrt(alpha-bar)}: the step from s to t has
 * {@code alpha_ts = alpha_t / alpha_s} and {@code sigma_ts^2 = sigma_t^2 - alpha_ts^2 sigma_s^2}.
 * Schedules need not preserve variance, and their log SNR may be infinite at the very ends.
 */
public abstract class NoiseScheduleContract {

  private static final double X = 0.4;
  private static final double GUESS = -0.15;

  /** The schedule to be checked. */
  protected abstract NoiseSchedule schedule();

  @Test
  void logSnrFallsStrictlyInTime() {
    double[] times = TestTimes.allTimes();
    for (int i = 1; i < times.length; i++) {
      double earlier = schedule().logSnr(times[i - 1]);
      double later = schedule().logSnr(times[i]);
      // Two times closer than this may round to one log SNR.
      boolean apart = times[i] - times[i - 1] > 1e-9;
      assertThat(apart ? later < earlier : later <= earlier + 1e-12)
          .as(
              "The log SNR must fall strictly in time (Luo, equation 109),"
                  + " but it is %s at %s and %s at %s.",
              earlier, times[i - 1], later, times[i])
          .isTrue();
    }
  }

  @Test
  void levelAgreesWithLogSnr() {
    for (double t : TestTimes.allTimes()) {
      double logSnr = schedule().logSnr(t);
      NoiseLevel level = schedule().at(t);
      double ratio = 2 * (Math.log(level.alpha()) - Math.log(level.sigma()));
      String identity = "The SNR is alpha^2 / sigma^2 (Luo, equation 109), so at time %s ";
      assertThat(TestTimes.relativeDifference(level.logSnr(), logSnr))
          .as(identity + "at(t).logSnr(), %s, must equal logSnr(t), %s.", t, level.logSnr(), logSnr)
          .isLessThan(1e-9);
      assertThat(TestTimes.relativeDifference(ratio, logSnr))
          .as(
              identity
                  + "2 log(alpha / sigma) of at(t), %s, must equal logSnr(t), %s; relative difference",
              t,
              ratio,
              logSnr)
          .isLessThan(1e-9);
      double single = 2 * Math.log((double) (float) level.alpha() / (float) level.sigma());
      assertThat(TestTimes.relativeDifference(single, logSnr))
          .as(
              identity + "it must be so in single precision too, but is %s for %s.",
              t,
              single,
              logSnr)
          .isLessThan(1e-6);
    }
  }

  @Test
  void infiniteLogSnrsLeaveNoSignalOrNoNoise() {
    for (double t : new double[] {0, 1}) {
      NoiseLevel level = schedule().at(t);
      String identity = "The SNR is alpha^2 / sigma^2 (Luo, equation 109), so at time %s ";
      assertThat(level.alpha() == 0)
          .as(
              identity
                  + "alpha, %s, must be 0 if the log SNR, %s, is minus infinity, and only then.",
              t,
              level.alpha(),
              level.logSnr())
          .isEqualTo(level.logSnr() == Double.NEGATIVE_INFINITY);
      assertThat(level.sigma() == 0)
          .as(
              identity
                  + "sigma, %s, must be 0 if the log SNR, %s, is plus infinity, and only then.",
              t,
              level.sigma(),
              level.logSnr())
          .isEqualTo(level.logSnr() == Double.POSITIVE_INFINITY);
    }
    assertThat(schedule().timeOf(Double.POSITIVE_INFINITY)).as("timeOf").isCloseTo(0, within(1e-9));
    assertThat(schedule().timeOf(Double.NEGATIVE_INFINITY)).as("timeOf").isCloseTo(1, within(1e-9));
  }

  @Test
  void slopeIsTheDerivativeOfLogSnr() {
    for (double t : TestTimes.slopeTimes()) {
      double h = TestTimes.step(t);
      double logSnr = schedule().logSnr(t);
      double difference = TestTimes.derivative(schedule()::logSnr, t);
      double rounding = 1e-14 * Math.max(1, Math.abs(logSnr)) / h;
      assertThat(schedule().logSnrSlope(t))
          .as(
              "logSnrSlope must be the derivative of logSnr, which weighs the continuous bound"
                  + " (Kingma et al., arXiv 2107.00630, equation 17), at time %s.",
              t)
          .isCloseTo(difference, within(1e-5 * Math.max(1, Math.abs(difference)) + rounding));
    }
  }

  @Test
  void diffusionOfTheForwardProcessIsWhatTheSlopeStates() {
    for (double t : TestTimes.slopeTimes()) {
      double h = TestTimes.step(t);
      double drift = TestTimes.derivative(time -> Math.log(schedule().at(time).alpha()), t);
      double growth = TestTimes.derivative(time -> Math.log(schedule().at(time).sigma()), t);
      double rounding = 1e-14 * Math.max(1, Math.abs(schedule().logSnr(t))) / h;
      double tolerance =
          1e-5 * Math.max(1, 2 * Math.max(Math.abs(drift), Math.abs(growth))) + rounding;
      assertThat(2 * (growth - drift))
          .as(
              "The forward process dz = f z dt + g dw with f = d log alpha/dt has g^2 ="
                  + " d sigma^2/dt - 2 f sigma^2 (Song et al., arXiv 2011.13456, equation 5), which"
                  + " is -sigma^2 times the slope of the log SNR: g^2 / sigma^2 at time %s.",
              t)
          .isCloseTo(-schedule().logSnrSlope(t), within(tolerance))
          .isGreaterThanOrEqualTo(-tolerance);
    }
  }

  @Test
  void slopeIsNeverPositive() {
    for (double t : TestTimes.allTimes()) {
      assertThat(schedule().logSnrSlope(t))
          .as("The log SNR falls (Luo, equation 109), so its slope at time %s is not positive.", t)
          .isLessThanOrEqualTo(0);
    }
  }

  @Test
  void timeOfInvertsLogSnr() {
    for (double t : TestTimes.interior(100)) {
      assertThat(schedule().timeOf(schedule().logSnr(t)))
          .as("timeOf must be the inverse of logSnr at time %s.", t)
          .isCloseTo(t, within(1e-7));
    }
    double first = schedule().logSnr(0);
    double last = schedule().logSnr(1);
    assertThat(schedule().timeOf(first + 1))
        .as("timeOf a log SNR above the schedule's first, %s, must be time 0.", first)
        .isCloseTo(0, within(1e-9));
    assertThat(schedule().timeOf(last - 1))
        .as("timeOf a log SNR below the schedule's last, %s, must be time 1.", last)
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void nothingIsNotANumberUpToTheEnds() {
    for (double time : TestTimes.allTimes()) {
      for (double t : new double[] {time, (float) time}) {
        NoiseLevel level = schedule().at(t);
        boolean inside = t > 0 && t < 1;
        assertThat(List.of(level.alpha(), level.sigma()))
            .as("Alpha and sigma (Luo, equation 70) must be finite and not negative at %s.", t)
            .allMatch(value -> value >= 0 && Float.isFinite(value.floatValue()));
        assertThat(inside ? Double.isFinite(level.logSnr()) : !Double.isNaN(level.logSnr()))
            .as("The log SNR at time %s is %s: only the ends may be infinite.", t, level.logSnr())
            .isTrue();
        assertThat(schedule().logSnrSlope(t)).as("The slope at time %s is a number.", t).isNotNaN();
        if (inside) {
          assertThat((float) level.alpha()).as("Alpha at %s, in single precision.", t).isPositive();
          assertThat((float) level.sigma()).as("Sigma at %s, in single precision.", t).isPositive();
        }
      }
    }
  }

  @Test
  void singleStepsComposeToTheLevel() {
    for (int steps : new int[] {7, 1000}) {
      NoiseLevel s = schedule().at(0);
      double alpha = s.alpha();
      double variance = s.sigma() * s.sigma();
      for (int i = 1; i <= steps; i++) {
        NoiseLevel t = schedule().at((double) i / steps);
        double alphaTs = t.alpha() / s.alpha();
        double varianceTs = -Math.expm1(t.logSnr() - s.logSnr()) * t.sigma() * t.sigma();
        assertThat(varianceTs)
            .as("The variance of step %s of %s (Luo, equation 31) must be positive.", i, steps)
            .isPositive();
        alpha *= alphaTs;
        variance = alphaTs * alphaTs * variance + varianceTs;
        s = t;
      }
      String identity = "Composing %s single steps must give %s at time 1 (Luo, equations 59-70).";
      assertThat(alpha).as(identity, steps, "alpha").isCloseTo(s.alpha(), within(1e-9));
      assertThat(variance / (s.sigma() * s.sigma()))
          .as(identity, steps, "sigma^2")
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void posteriorIsBayesRule() {
    for (double[] pair : TestTimes.pairs()) {
      NoiseLevel s = schedule().at(pair[0]);
      NoiseLevel t = schedule().at(pair[1]);
      double alphaTs = t.alpha() / s.alpha();
      double varianceTs = t.sigma() * t.sigma() - alphaTs * alphaTs * s.sigma() * s.sigma();
      double z = t.alpha() * X + 0.7 * t.sigma();
      double share = -Math.expm1(t.logSnr() - s.logSnr());
      double mean = alphaTs * Math.pow(s.sigma() / t.sigma(), 2) * z + s.alpha() * share * X;
      double deviation = s.sigma() * Math.sqrt(share);

      // Bayes: q(z_s | z_t, x) is proportional to q(z_t | z_s) q(z_s | x); trapezoids on 12
      // deviations, which are exact to rounding for a Gaussian.
      double[] moments = new double[3];
      for (int i = -600; i <= 600; i++) {
        double u = i / 50.0;
        double zs = mean + u * deviation;
        double weight =
            Math.exp(
                -Math.pow(z - alphaTs * zs, 2) / (2 * varianceTs)
                    - Math.pow(zs - s.alpha() * X, 2) / (2 * Math.pow(s.sigma(), 2))
                    + Math.pow(z - alphaTs * mean, 2) / (2 * varianceTs)
                    + Math.pow(mean - s.alpha() * X, 2) / (2 * Math.pow(s.sigma(), 2)));
        moments[0] += weight;
        moments[1] += weight * u;
        moments[2] += weight * u * u;
      }
      double quadratureMean = moments[1] / moments[0];
      String identity =
          "q(z_s | z_t, x) must be Bayes' rule (Luo, equations 71-85) for s, t = %s: ";
      assertThat(quadratureMean)
          .as(
              identity + "its mean, in posterior deviations from the formula's.",
              Arrays.toString(pair))
          .isCloseTo(0, within(1e-6));
      assertThat(moments[2] / moments[0] - Math.pow(quadratureMean, 2))
          .as(identity + "its variance, relative to the formula's.", Arrays.toString(pair))
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void divergenceIsTheDifferenceOfSnrsTimesTheSignalsError() {
    for (double[] pair : TestTimes.pairs()) {
      NoiseLevel s = schedule().at(pair[0]);
      NoiseLevel t = schedule().at(pair[1]);
      double ratio = Math.pow(t.alpha() / s.alpha(), 2);
      double varianceTs = t.sigma() * t.sigma() - ratio * s.sigma() * s.sigma();
      double shift = s.alpha() * varianceTs / Math.pow(t.sigma(), 2) * (X - GUESS);
      double variance = varianceTs * Math.pow(s.sigma() / t.sigma(), 2);
      double divergence = Math.pow(shift, 2) / (2 * variance);

      double snrForm = 0.5 * (s.snr() - t.snr()) * Math.pow(X - GUESS, 2);
      double noiseError = t.alpha() / t.sigma() * (X - GUESS);
      double noiseForm = 0.5 * Math.expm1(s.logSnr() - t.logSnr()) * Math.pow(noiseError, 2);
      assertThat(snrForm / divergence)
          .as(
              "(SNR(s) - SNR(t))/2 |x - x^|^2 must be the KL divergence of the two posteriors"
                  + " (Luo, equations 87-110) for s, t = %s.",
              Arrays.toString(pair))
          .isCloseTo(1, within(1e-6));
      assertThat(noiseForm / divergence)
          .as(
              "(SNR(s)/SNR(t) - 1)/2 |eps - eps^|^2 must be the same KL divergence"
                  + " (Luo, equations 115-130) for s, t = %s.",
              Arrays.toString(pair))
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void manyThreadsGetTheSameAnswers() {
    NoiseSchedule one = schedule();
    Threads.allGive(
        () ->
            Arrays.stream(TestTimes.interior(2000))
                .mapToObj(t -> List.of(one.at(t), one.logSnrSlope(t), one.timeOf(one.logSnr(t))))
                .toList(),
        "A schedule is immutable: every thread must get the same levels, slopes and times.");
  }
}
