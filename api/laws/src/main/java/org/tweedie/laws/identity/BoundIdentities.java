package org.tweedie.laws.identity;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
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
              double before = discrete(1);
              for (int k = 1; k <= DOUBLINGS; k++) {
                double loss = discrete(1 << k);
                check.that(loss < before, "below " + before, loss, "at T = %s", 1 << k);
                before = loss;
              }
            });
  }

  /**
   * Many steps come near to the continuous loss, and from above. They are even in log(t / (1 - t)),
   * as each must be short even where the log SNR goes to infinity.
   */
  public Finding continuousIsTheLimit() {
    return Check.of(
            "the continuous bound is the limit of the discrete one, from above",
            "Kingma et al., arXiv 2107.00630, equations 14-17",
            "1e-2 relative")
        .over(
            check -> {
              double start = Math.max(NEAREST, first());
              double end = Math.min(1 - NEAREST, last());
              double from = Math.log(start / (1 - start));
              double length = Math.log(end / (1 - end)) - from;
              double limit = closedForm(start, end);
              for (int k = 6; k <= 16; k += 5) {
                int steps = 1 << k;
                double loss =
                    discrete(steps, share -> 1 / (1 + Math.exp(-(from + share * length))));
                check.that(
                    loss >= limit * (1 - 1e-9), "at least " + limit, loss, "at T = %s", steps);
                if (k == 16) {
                  check.near(limit, loss, 1e-2 * Math.max(0.1, limit), "at T = %s", steps);
                }
              }
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

  private double discrete(int steps) {
    double start = first();
    double length = last() - start;
    return discrete(steps, share -> start + length * share);
  }

  /** {@code sum (SNR(s) - SNR(t)) E|x - x^|^2 / 2} over steps between times. */
  private double discrete(int steps, DoubleUnaryOperator timeOfShare) {
    double sum = 0;
    double s = schedule.logSnr(timeOfShare.applyAsDouble(0));
    for (int i = 1; i <= steps; i++) {
      double t = schedule.logSnr(timeOfShare.applyAsDouble((double) i / steps));
      sum += Math.expm1(s - t) * error(t);
      s = t;
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
