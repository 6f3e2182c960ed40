package org.tweedie.api.schedule;

import org.apiguardian.api.API;

/**
 * How signal turns into noise as time runs from 0 (data) to 1 (noise). A schedule is immutable and
 * may be used by many threads at once.
 *
 * <p>The log signal-to-noise ratio must fall strictly. A variance preserving schedule states {@link
 * #logSnr} and nothing else; another one overrides {@link #at} as well. Where a slope is known in
 * closed form, {@link #logSnrSlope} should give it.
 *
 * <p>Luo, "Understanding Diffusion Models: A Unified Perspective" (arXiv 2208.11970), equations 61
 * to 70 and 109; Kingma et al., "Variational Diffusion Models" (arXiv 2107.00630), section 3.2,
 * whose gamma is minus this log SNR.
 */
public interface NoiseSchedule {

  /**
   * The log signal-to-noise ratio at a time.
   *
   * @param t the time, in [0, 1]
   * @return {@code log(alpha^2 / sigma^2)}, strictly falling in t; may be infinite at the ends
   */
  double logSnr(double t);

  /**
   * The number of steps T of the chain that the schedule is defined by, whose step i of 1 to T lies
   * at time i/T; 0 for a schedule in continuous time.
   */
  default int timesteps() {
    return 0;
  }

  /**
   * The noise level at a time.
   *
   * @param t the time, in [0, 1]
   */
  default NoiseLevel at(double t) {
    return NoiseLevel.variancePreserving(logSnr(t));
  }

  /**
   * How fast the noise level changes at a time: what a flow is made of.
   *
   * @param t the time, in [0, 1]
   * @return both derivatives, finite; by default five-point differences, taken no nearer to the
   *     ends than 2e-7, and where variance is preserved what follows from {@link #logSnrSlope}
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default NoiseRate rate(double t) {
    return NoiseRate.of(this, t);
  }

  /**
   * The noise level at a time, with how fast it changes there: what predictions are made with.
   *
   * @param t the time, in [0, 1]
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default NoiseLevel movingAt(double t) {
    return at(t).moving(rate(t));
  }

  /**
   * The same at one time after the other.
   *
   * @param times the times, in [0, 1]
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default NoiseLevel[] movingAt(double[] times) {
    NoiseLevel[] levels = new NoiseLevel[times.length];
    for (int i = 0; i < times.length; i++) {
      // Samplers ask for many latents at one time.
      levels[i] = i > 0 && times[i] == times[i - 1] ? levels[i - 1] : movingAt(times[i]);
    }
    return levels;
  }

  /**
   * The derivative of the log SNR by time, which weighs the continuous bound: {@code d logSnr / dt
   * = -gamma'(t)}.
   *
   * @param t the time, in [0, 1]
   * @return a number that is not positive; by default the five-point central difference, taken no
   *     nearer to the ends than 2e-7, since the log SNR may be infinite there
   */
  default double logSnrSlope(double t) {
    double h = Math.max(1e-8, Math.min(1e-3, Math.min(t, 1 - t) / 20));
    double c = Math.min(1 - 20 * h, Math.max(20 * h, t));
    return (logSnr(c - 2 * h) - 8 * logSnr(c - h) + 8 * logSnr(c + h) - logSnr(c + 2 * h))
        / (12 * h);
  }

  /**
   * The time at which the schedule has a log SNR: the inverse of {@link #logSnr}, by default by
   * bisection.
   *
   * @param logSnr the log SNR looked for
   * @return a time in [0, 1]; the nearer end where the schedule never has that log SNR
   */
  default double timeOf(double logSnr) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 100 && low < high; i++) {
      double middle = (low + high) / 2;
      if (logSnr(middle) > logSnr) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
