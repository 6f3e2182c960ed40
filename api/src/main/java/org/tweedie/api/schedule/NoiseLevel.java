package org.tweedie.api.schedule;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How much of the signal and how much noise a latent holds: {@code z = alpha x + sigma eps} (Luo,
 * arXiv 2208.11970, equation 70, with {@code alpha = sqrt(alpha-bar)}).
 *
 * <p>The log signal-to-noise ratio is kept beside alpha and sigma because near the ends it cannot
 * be recovered from them: at a log SNR of 40, {@code 1 - alpha^2} is 0 in double precision while
 * {@code sigma} is 2e-9.
 *
 * @param alpha the factor of the signal, at least 0
 * @param sigma the standard deviation of the noise, at least 0
 * @param logSnr {@code log(alpha^2 / sigma^2)}: minus infinity where nothing of the signal is left,
 *     plus infinity where there is no noise
 * @param knownRate how fast alpha and sigma change, where the level is one of a moment in time and
 *     not of itself: see {@link NoiseSchedule#movingAt}
 */
public record NoiseLevel(double alpha, double sigma, double logSnr, Optional<NoiseRate> knownRate) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if alpha or sigma is negative or not finite, or the log SNR is
   *     not a number
   */
  public NoiseLevel {
    if (!(alpha >= 0
            && alpha < Double.POSITIVE_INFINITY
            && sigma >= 0
            && sigma < Double.POSITIVE_INFINITY)
        || Double.isNaN(logSnr)) {
      throw new IllegalArgumentException(
          "alpha %s and sigma %s must be finite and not negative, log SNR %s a number"
              .formatted(alpha, sigma, logSnr));
    }
  }

  /**
   * A level of itself, which does not say how fast it changes.
   *
   * @throws IllegalArgumentException see the other constructor
   */
  public NoiseLevel(double alpha, double sigma, double logSnr) {
    this(alpha, sigma, logSnr, Optional.empty());
  }

  /** The same level at a moment in which it changes so fast. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public NoiseLevel moving(NoiseRate rate) {
    return new NoiseLevel(alpha, sigma, logSnr, Optional.of(rate));
  }

  /**
   * How fast alpha and sigma change.
   *
   * @throws IllegalStateException if the level does not know
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public NoiseRate rate() {
    return knownRate.orElseThrow(
        () ->
            new IllegalStateException(
                "a flow needs to know how fast the noise level changes, and this one does not"
                    + " say: levels of NoiseSchedule.movingAt do"));
  }

  /**
   * {@code alpha dsigma/dt - sigma dalpha/dt}, how fast signal turns into noise: {@code alpha^2 +
   * sigma^2} times the rate of the angle {@code atan(sigma/alpha)}, and {@code -alpha sigma / 2}
   * times the slope of the log SNR. It is 1 where alpha is {@code 1 - t} and sigma is t.
   *
   * @throws IllegalStateException if the level does not know its {@link #rate}
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public double turn() {
    return alpha * rate().sigma() - sigma * rate().alpha();
  }

  /**
   * The variance preserving level of a log SNR: {@code alpha^2 = sigmoid(logSnr)}, {@code sigma^2 =
   * sigmoid(-logSnr)}.
   */
  public static NoiseLevel variancePreserving(double logSnr) {
    return new NoiseLevel(Math.sqrt(sigmoid(logSnr)), Math.sqrt(sigmoid(-logSnr)), logSnr);
  }

  /**
   * A level whose log SNR is known better than by way of alpha and sigma.
   *
   * @param logSnr {@code log(alpha^2 / sigma^2)}
   * @throws IllegalArgumentException see {@link #NoiseLevel}
   */
  public static NoiseLevel of(double alpha, double sigma, double logSnr) {
    return new NoiseLevel(alpha, sigma, logSnr);
  }

  /** The level of any alpha and sigma; exact unless the two differ by many orders of magnitude. */
  public static NoiseLevel of(double alpha, double sigma) {
    return new NoiseLevel(alpha, sigma, 2 * (StrictMath.log(alpha) - StrictMath.log(sigma)));
  }

  /** {@code alpha^2 / sigma^2}. */
  public double snr() {
    return StrictMath.exp(logSnr);
  }

  /**
   * {@code alpha^2 + sigma^2}: the variance of a latent whose signal has variance 1. It is 1 where
   * variance is preserved; at time 1 it is the variance of the prior p(z_1).
   */
  public double power() {
    return alpha * alpha + sigma * sigma;
  }

  /** Whether {@code alpha^2 + sigma^2 = 1}, to one part in a billion. */
  public boolean isVariancePreserving() {
    return Math.abs(power() - 1) < 1e-9;
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
  }
}
