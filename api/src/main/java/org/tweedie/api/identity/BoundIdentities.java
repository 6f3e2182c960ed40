package org.tweedie.api.identity;

import java.util.List;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What follows for the diffusion loss of the variational bound (Kingma et al., "Variational
 * Diffusion Models", arXiv 2107.00630), for data N(0, 1/4) and their exact denoiser, for which
 * {@code E|eps - eps^|^2 = w(t) = c^2 SNR / (1 + c^2 SNR)} in each dimension.
 *
 * <p>Log SNRs beyond 20 are left out: there a bound may be infinite.
 *
 * @param schedule the schedule to be checked
 */
public record BoundIdentities(NoiseSchedule schedule) {

  private static final double C2 = 0.25;
  private static final double LIMIT = 20;

  /** How near to the ends times are taken: one minus them must keep its digits. */
  private static final double NEAREST = 1e-8;

  private static final int PANELS = 40_000;
  private static final int DOUBLINGS = 12;

  List<Finding> findings() {
    return List.of(moreStepsLowerTheLoss(), continuousIsTheLimit(), endsAloneCount());
  }

  /** {@code L_2T < L_T}. */
  public Finding moreStepsLowerTheLoss() {
    return Check.of(
            "the discrete bound falls as the number of steps T doubles",
            "Kingma et al., arXiv 2107.00630, section 4.1",
            "")
        .over(
            check -> {
              double before = discrete(1, true);
              for (int k = 1; k <= DOUBLINGS; k++) {
                double loss = discrete(1 << k, true);
                check.that(loss < before, "below " + before, loss, "at T = %s", 1 << k);
                before = loss;
              }
            });
  }

  /** The loss of T steps lies above the continuous one by less than the gap of its two sums. */
  public Finding continuousIsTheLimit() {
    return Check.of(
            "the continuous bound is the limit of the discrete one, from above",
            "Kingma et al., arXiv 2107.00630, equations 14-17",
            "the difference of upper and lower sums over T steps")
        .over(
            check -> {
              double limit = closedForm(first(), last());
              for (int k = 0; k <= DOUBLINGS; k++) {
                double upper = discrete(1 << k, true);
                double lower = discrete(1 << k, false);
                double rounding = 1e-9 * limit;
                check.that(
                    lower <= limit + rounding,
                    "a lower sum of at most " + limit,
                    lower,
                    "at T = %s",
                    1 << k);
                check.that(
                    upper >= limit - rounding, "at least " + limit, upper, "at T = %s", 1 << k);
              }
              int most = 1 << DOUBLINGS;
              double upper = discrete(most, true);
              check.near(limit, upper, upper - discrete(most, false), "at T = %s", most);
            });
  }

  /** The integral of {@code gamma' w / 2} over time has a closed form in the two end points. */
  public Finding endsAloneCount() {
    return Check.of(
            "the continuous bound depends on the schedule's ends alone",
            "Kingma et al., arXiv 2107.00630, section 5.1",
            "1e-5 relative")
        .over(
            check -> {
              double start = Math.max(NEAREST, first());
              double end = Math.min(1 - NEAREST, last());
              double expected = closedForm(start, end);
              // In u = log(t / (1 - t)) a log SNR that goes to infinity at the ends is straight.
              double from = Math.log(start / (1 - start));
              double h = (Math.log(end / (1 - end)) - from) / PANELS;
              double sum = 0;
              for (int i = 0; i <= PANELS; i++) {
                double t = 1 / (1 + Math.exp(-(from + i * h)));
                double simpson = i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2;
                sum += simpson * -schedule.logSnrSlope(t) * error(schedule.logSnr(t)) * t * (1 - t);
              }
              check.near(
                  expected,
                  sum * h / 6,
                  1e-5 * Math.max(1, expected),
                  "from time %s to %s, in nats per dimension of data N(0, 1/4)",
                  start,
                  end);
            });
  }

  /** {@code 1/2 ln((1 + c^2 SNR_max) / (1 + c^2 SNR_min))}. */
  private double closedForm(double start, double end) {
    return 0.5
        * (Math.log1p(C2 * Math.exp(schedule.logSnr(start)))
            - Math.log1p(C2 * Math.exp(schedule.logSnr(end))));
  }

  /** {@code sum (SNR(s) - SNR(t)) E|x - x^|^2 / 2}, the error at t (upper sum) or s (lower sum). */
  private double discrete(int steps, boolean upper) {
    double start = first();
    double length = last() - start;
    double sum = 0;
    for (int i = 1; i <= steps; i++) {
      double s = schedule.logSnr(start + length * (i - 1) / steps);
      double t = schedule.logSnr(start + length * i / steps);
      sum += upper ? Math.expm1(s - t) * error(t) : -Math.expm1(t - s) * error(s);
    }
    return sum / 2;
  }

  /** {@code E|eps - eps^|^2}. */
  private static double error(double logSnr) {
    return 1 / (1 + Math.exp(-logSnr) / C2);
  }

  private double first() {
    return schedule.logSnr(0) > LIMIT ? schedule.timeOf(LIMIT) : 0;
  }

  private double last() {
    return schedule.logSnr(1) < -LIMIT ? schedule.timeOf(-LIMIT) : 1;
  }
}
