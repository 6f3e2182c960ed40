package org.tweedie.laws.identity;

import java.util.List;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What follows for steps from s to t and back, with {@code alpha_ts = alpha_t / alpha_s} and {@code
 * sigma_ts^2 = sigma_t^2 - alpha_ts^2 sigma_s^2} (Luo, arXiv 2208.11970).
 *
 * @param schedule the schedule to be checked
 */
public record TransitionIdentities(NoiseSchedule schedule) {

  private static final double X = 0.4;
  private static final double GUESS = -0.15;

  List<Finding> findings() {
    return List.of(singleStepsCompose(), posteriorIsBayesRule(), snrForm(), noiseForm());
  }

  /** T single steps lead to alpha_T and sigma_T. */
  public Finding singleStepsCompose() {
    return Check.of(
            "single steps, each of positive variance, compose to alpha_T and sigma_T",
            "Luo, equations 59-70",
            "1e-9")
        .over(
            check -> {
              compose(check, 7);
              compose(check, 1000);
            });
  }

  private void compose(Check check, int steps) {
    NoiseLevel s = schedule.at(0);
    double alpha = s.alpha();
    double variance = s.sigma() * s.sigma();
    for (int i = 1; i <= steps; i++) {
      NoiseLevel t = schedule.at((double) i / steps);
      double alphaTs = t.alpha() / s.alpha();
      double varianceTs = -Math.expm1(t.logSnr() - s.logSnr()) * t.sigma() * t.sigma();
      check.that(varianceTs > 0, "a positive variance", varianceTs, "for step %s of %s", i, steps);
      alpha *= alphaTs;
      variance = alphaTs * alphaTs * variance + varianceTs;
      s = t;
    }
    check.near(s.alpha(), alpha, 1e-9, "for alpha after %s steps", steps);
    double ratio = variance / (s.sigma() * s.sigma());
    check.near(1, ratio, 1e-9, "for sigma^2, relative to its own, after %s steps", steps);
  }

  /** Mean and variance of q(z_s | z_t, x), against quadrature over q(z_t | z_s) q(z_s | x). */
  public Finding posteriorIsBayesRule() {
    return Check.of("q(z_s | z_t, x) is Bayes' rule", "Luo, equations 71-85", "1e-6")
        .over(check -> Times.pairs().forEach(pair -> bayes(check, pair[0], pair[1])));
  }

  private void bayes(Check check, double first, double second) {
    NoiseLevel s = schedule.at(first);
    NoiseLevel t = schedule.at(second);
    double alphaTs = t.alpha() / s.alpha();
    double varianceTs = t.sigma() * t.sigma() - alphaTs * alphaTs * s.sigma() * s.sigma();
    double z = t.alpha() * X + 0.7 * t.sigma();
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double mean = alphaTs * Math.pow(s.sigma() / t.sigma(), 2) * z + s.alpha() * share * X;
    double deviation = s.sigma() * Math.sqrt(share);
    // Trapezoids on 12 deviations are exact to rounding for a Gaussian.
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
    double found = moments[1] / moments[0];
    check.near(0, found, 1e-6, "for the mean, in deviations, from time %s to %s", second, first);
    double variance = moments[2] / moments[0] - found * found;
    check.near(1, variance, 1e-6, "for the variance, relative, from time %s to %s", second, first);
  }

  /** The divergence of two posteriors as a difference of SNRs. */
  public Finding snrForm() {
    return Check.of(
            "the KL divergence of the posteriors of x and x^ is (SNR(s) - SNR(t))/2 |x - x^|^2",
            "Luo, equations 87-110",
            "1e-6 relative")
        .over(
            check -> {
              for (double[] pair : Times.pairs()) {
                NoiseLevel s = schedule.at(pair[0]);
                NoiseLevel t = schedule.at(pair[1]);
                double form = 0.5 * (s.snr() - t.snr()) * Math.pow(X - GUESS, 2);
                double ratio = form / divergence(s, t);
                check.near(1, ratio, 1e-6, "for their ratio, s = %s and t = %s", pair[0], pair[1]);
              }
            });
  }

  /** The same divergence as an error of the noise. */
  public Finding noiseForm() {
    return Check.of(
            "the same KL divergence is (SNR(s)/SNR(t) - 1)/2 |eps - eps^|^2",
            "Luo, equations 115-130",
            "1e-6 relative")
        .over(
            check -> {
              for (double[] pair : Times.pairs()) {
                NoiseLevel s = schedule.at(pair[0]);
                NoiseLevel t = schedule.at(pair[1]);
                double error = t.alpha() / t.sigma() * (X - GUESS);
                double form = 0.5 * Math.expm1(s.logSnr() - t.logSnr()) * error * error;
                double ratio = form / divergence(s, t);
                check.near(1, ratio, 1e-6, "for their ratio, s = %s and t = %s", pair[0], pair[1]);
              }
            });
  }

  /** From the moments of the two posteriors (Luo, equations 87 to 92). */
  private static double divergence(NoiseLevel s, NoiseLevel t) {
    double ratio = Math.pow(t.alpha() / s.alpha(), 2);
    double varianceTs = t.sigma() * t.sigma() - ratio * s.sigma() * s.sigma();
    double shift = s.alpha() * varianceTs / Math.pow(t.sigma(), 2) * (X - GUESS);
    double variance = varianceTs * Math.pow(s.sigma() / t.sigma(), 2);
    return shift * shift / (2 * variance);
  }
}
