package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What every noise schedule keeps. Equations are those of Luo, "Understanding Diffusion Models: A
 * Unified Perspective" (arXiv 2208.11970), in continuous time with {@code alpha = sqrt(alpha-bar)}.
 * Schedules need not preserve variance, and their log SNR may be infinite at the very ends.
 *
 * @param schedule the schedule to be checked
 */
public record ScheduleIdentities(NoiseSchedule schedule) {

  private static final String SNR = "Luo, equation 109";
  private static final String FLOW = "Lipman et al., arXiv 2210.02747, equation 15";
  private static final String BOUND_WEIGHT = "Kingma et al., arXiv 2107.00630, equation 17";

  /** All that is found. */
  public List<Finding> findings() {
    List<Finding> all =
        new ArrayList<>(
            List.of(
                logSnrFalls(),
                levelAgreesWithLogSnr(),
                levelAgreesInSinglePrecision(),
                infiniteEndsAreClean(),
                slopeIsDerivative(),
                slopeIsNotPositive(),
                diffusionAgreesWithSlope(),
                rateIsDerivative(),
                timeInvertsLogSnr(),
                everythingIsANumber(),
                threadsAgree()));
    all.add(new ClockIdentities(schedule).samplesAreThoseOfTheCosineSchedule());
    all.addAll(new TransitionIdentities(schedule).findings());
    all.addAll(new BoundIdentities(schedule).findings());
    return all;
  }

  /** The log SNR falls strictly. */
  public Finding logSnrFalls() {
    return Check.of("the log SNR falls strictly in time", SNR, "")
        .over(
            check -> {
              double[] times = Times.allTimes();
              for (int i = 1; i < times.length; i++) {
                double earlier = schedule.logSnr(times[i - 1]);
                double later = schedule.logSnr(times[i]);
                // Two times closer than this may round to one log SNR.
                boolean apart = times[i] - times[i - 1] > 1e-9;
                check.that(
                    apart ? later < earlier : later <= earlier + 1e-12,
                    "below " + earlier,
                    later,
                    "between the times %s and %s",
                    times[i - 1],
                    times[i]);
              }
            });
  }

  /** alpha, sigma and log SNR contradict one another nowhere. */
  public Finding levelAgreesWithLogSnr() {
    return Check.of("the SNR is alpha^2 / sigma^2", SNR, "1e-9 relative")
        .over(
            check -> {
              for (double t : Times.allTimes()) {
                double logSnr = schedule.logSnr(t);
                NoiseLevel level = schedule.at(t);
                double ratio = 2 * (Math.log(level.alpha()) - Math.log(level.sigma()));
                double allowed = 1e-9 * Math.max(1, Math.abs(logSnr));
                check.near(logSnr, level.logSnr(), allowed, "in at(t).logSnr() at time %s", t);
                check.near(logSnr, ratio, allowed, "in 2 log(alpha / sigma) at time %s", t);
              }
            });
  }

  /** Alpha and sigma as float32 hold the log SNR. */
  public Finding levelAgreesInSinglePrecision() {
    return Check.of("the SNR is alpha^2 / sigma^2 in single precision too", SNR, "1e-6 relative")
        .over(
            check -> {
              for (double t : Times.allTimes()) {
                double logSnr = schedule.logSnr(t);
                NoiseLevel level = schedule.at(t);
                double single =
                    2 * Math.log((double) (float) level.alpha() / (float) level.sigma());
                check.near(logSnr, single, 1e-6 * Math.max(1, Math.abs(logSnr)), "at time %s", t);
              }
            });
  }

  /** An infinite log SNR is an alpha or a sigma of exactly 0. */
  public Finding infiniteEndsAreClean() {
    return Check.of(
            "no signal is left where the log SNR is minus infinity, no noise where it is plus"
                + " infinity, and only there",
            SNR,
            "1e-9 in time")
        .over(
            check -> {
              for (double t : new double[] {0, 1}) {
                NoiseLevel level = schedule.at(t);
                boolean signal = level.logSnr() != Double.NEGATIVE_INFINITY;
                boolean noise = level.logSnr() != Double.POSITIVE_INFINITY;
                check.that(
                    level.alpha() > 0 == signal,
                    signal ? "above 0" : "0",
                    level.alpha(),
                    "for alpha at time %s",
                    t);
                check.that(
                    level.sigma() > 0 == noise,
                    noise ? "above 0" : "0",
                    level.sigma(),
                    "for sigma at time %s",
                    t);
              }
              double clean = schedule.timeOf(Double.POSITIVE_INFINITY);
              check.near(0, clean, 1e-9, "for the time of plus infinity");
              double pure = schedule.timeOf(Double.NEGATIVE_INFINITY);
              check.near(1, pure, 1e-9, "for the time of minus infinity");
            });
  }

  /** The stated slope is that of the log SNR. */
  public Finding slopeIsDerivative() {
    return Check.of("logSnrSlope is the derivative of logSnr", BOUND_WEIGHT, "1e-5 relative")
        .over(
            check -> {
              for (double t : Times.slopeTimes()) {
                double h = Times.step(t);
                double logSnr = schedule.logSnr(t);
                double difference = Times.derivative(schedule::logSnr, t);
                double rounding = 1e-14 * Math.max(1, Math.abs(logSnr)) / h;
                check.near(
                    difference,
                    schedule.logSnrSlope(t),
                    1e-5 * Math.max(1, Math.abs(difference)) + rounding,
                    "at time %s",
                    t);
              }
            });
  }

  /** A log SNR that falls has no positive slope. */
  public Finding slopeIsNotPositive() {
    return Check.of("the slope of the log SNR is never positive", SNR, "")
        .over(
            check -> {
              for (double t : Times.allTimes()) {
                double slope = schedule.logSnrSlope(t);
                check.that(slope <= 0, "at most 0", slope, "at time %s", t);
              }
            });
  }

  /** {@code dz = f z dt + g dw} with {@code f = d log alpha/dt}. */
  public Finding diffusionAgreesWithSlope() {
    return Check.of(
            "g^2 = d sigma^2/dt - 2 f sigma^2 of the forward process is -sigma^2 dlogSNR/dt",
            "Song et al., arXiv 2011.13456, equation 5",
            "1e-5 relative")
        .over(
            check -> {
              for (double t : Times.slopeTimes()) {
                double h = Times.step(t);
                double drift = Times.derivative(time -> Math.log(schedule.at(time).alpha()), t);
                double growth = Times.derivative(time -> Math.log(schedule.at(time).sigma()), t);
                double rounding = 1e-14 * Math.max(1, Math.abs(schedule.logSnr(t))) / h;
                double largest = Math.max(Math.abs(drift), Math.abs(growth));
                double allowed = 1e-5 * Math.max(1, 2 * largest) + rounding;
                double share = 2 * (growth - drift);
                check.near(
                    -schedule.logSnrSlope(t), share, allowed, "for g^2 / sigma^2 at time %s", t);
                check.that(share >= -allowed, "at least 0", share, "for g^2 at time %s", t);
              }
            });
  }

  /** The stated rate is that of alpha and sigma, and of their ratio. */
  public Finding rateIsDerivative() {
    return Check.of(
            "rate is the derivative of alpha and sigma, and alpha dsigma/dt - sigma dalpha/dt is"
                + " -alpha sigma / 2 dlogSNR/dt",
            FLOW,
            "1e-5 relative")
        .over(
            check -> {
              for (double t : Times.slopeTimes()) {
                NoiseRate rate = schedule.rate(t);
                double rounding = 1e-15 / Times.step(t);
                double alpha = Times.derivative(time -> schedule.at(time).alpha(), t);
                double sigma = Times.derivative(time -> schedule.at(time).sigma(), t);
                NoiseLevel level = schedule.at(t);
                double ofAlpha = rounding * level.alpha() + 1e-5 * Math.max(1, Math.abs(alpha));
                double ofSigma = rounding * level.sigma() + 1e-5 * Math.max(1, Math.abs(sigma));
                check.near(alpha, rate.alpha(), ofAlpha, "for dalpha/dt at time %s", t);
                check.near(sigma, rate.sigma(), ofSigma, "for dsigma/dt at time %s", t);
                double turn = level.moving(rate).turn();
                double expected = -level.alpha() * level.sigma() / 2 * schedule.logSnrSlope(t);
                check.near(1, turn / expected, 1e-5, "for the ratio of the two at time %s", t);
              }
            });
  }

  /** timeOf is the inverse of logSnr, and the nearer end beyond it. */
  public Finding timeInvertsLogSnr() {
    return Check.of("timeOf is the inverse of logSnr", SNR, "1e-7 in time")
        .over(
            check -> {
              for (double t : Times.interior(100)) {
                double time = schedule.timeOf(schedule.logSnr(t));
                check.near(t, time, 1e-7, "at time %s", t);
              }
              double before = schedule.timeOf(schedule.logSnr(0) + 1);
              check.near(0, before, 1e-9, "for a log SNR above the first");
              double after = schedule.timeOf(schedule.logSnr(1) - 1);
              check.near(1, after, 1e-9, "for a log SNR below the last");
            });
  }

  /** No NaN, in float32 and double, down to 1e-12 from the ends. */
  public Finding everythingIsANumber() {
    return Check.of(
            "alpha and sigma are finite and not negative, and only the ends may have an infinite"
                + " log SNR",
            "Luo, equation 70",
            "")
        .over(
            check -> {
              for (double time : Times.allTimes()) {
                for (double t : new double[] {time, (float) time}) {
                  level(check, t, schedule.at(t), t > 0 && t < 1);
                  double slope = schedule.logSnrSlope(t);
                  check.that(!Double.isNaN(slope), "a slope", slope, "at time %s", t);
                }
              }
            });
  }

  private static void level(Check check, double t, NoiseLevel level, boolean inside) {
    for (double value : new double[] {level.alpha(), level.sigma()}) {
      check.that(
          value >= 0 && Float.isFinite((float) value) && (!inside || (float) value > 0),
          inside ? "finite and above 0 in single precision" : "finite and not negative",
          value,
          "for alpha or sigma at time %s",
          t);
    }
    double logSnr = level.logSnr();
    check.that(
        inside ? Double.isFinite(logSnr) : !Double.isNaN(logSnr),
        inside ? "a finite log SNR" : "a log SNR",
        logSnr,
        "at time %s",
        t);
  }

  /** A schedule keeps no state. */
  public Finding threadsAgree() {
    return Threads.agree(
        "a schedule is immutable: every thread gets the same levels, slopes and times",
        "NoiseSchedule",
        () ->
            Arrays.stream(Times.interior(2000))
                .mapToObj(
                    t ->
                        List.of(
                            schedule.at(t),
                            schedule.logSnrSlope(t),
                            schedule.timeOf(schedule.logSnr(t))))
                .toList());
  }
}
