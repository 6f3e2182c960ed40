package org.tweedie.api.sampler;

import org.apiguardian.api.API;
import org.tweedie.api.model.Batch;

/**
 * Standard normal noise for a batch of samples, as a function and not as a stream: the noise of a
 * sample is settled by the seed, the sample's index and the draw, whatever batch the sample is in
 * and whatever was asked before. May be used by many threads at once.
 *
 * <p>Samplers with noise in every step solve a stochastic differential equation, whose noise is one
 * Brownian path a sample. With {@code y = alpha z / sigma^2} and the signal-to-noise ratio {@code u
 * = alpha^2 / sigma^2} in place of time, the reverse of the noising process (Song et al., arXiv
 * 2011.13456, equation 6) is, on every schedule,
 *
 * <pre>
 * dy = x^(y, u) du + dB(u)
 * </pre>
 *
 * <p>so the path is a Brownian motion B of the signal-to-noise ratio. A step of such a sampler asks
 * for {@link #increment} and not for {@link #draw}: whoever gives it the noise decides whether
 * steps are independent of how many there are, or walk one path ({@link BrownianNoise}).
 */
@FunctionalInterface
public interface NoiseSource {

  /**
   * Independent N(0, 1) values for every dimension of every sample.
   *
   * @param draw which draw; any number, each with noise of its own. Samplers use 0 and up, as many
   *     as they like (one that needs a draw a step passes the step's number); the numbers below 0
   *     are the caller's, who draws the start with one of them
   */
  Batch draw(long draw);

  /**
   * How far the path goes between two noise levels, in units of its standard deviation: {@code
   * (B(u_to) - B(u_from)) / sqrt(u_to - u_from)}, which is N(0, 1), and independent for levels that
   * do not overlap. Steps whose noise is another integral over the same path, as those with an eta
   * other than 1, take this for it: the variance of the difference is of third order in the step.
   *
   * <p>By default there is no path: it is {@link #draw}.
   *
   * @param from the log SNR that a step comes from; may be minus infinity
   * @param to the log SNR that it leads to, above {@code from}
   * @param draw which draw it is where there is no path
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Batch increment(double from, double to, long draw) {
    return draw(draw);
  }

  /**
   * How far the path goes astray between two noise levels: the mean of its distance to the straight
   * line between its ends, {@code 1/h integral of B(u) - B(u_from) - (u - u_from)/h (B(u_to) -
   * B(u_from)) du} with {@code h = u_to - u_from}, in units of its standard deviation {@code
   * sqrt(h/12)}. It is N(0, 1) and independent of the increment, and what methods of a strong order
   * above 1 need beside it.
   *
   * <p>By default there is no path: it is {@link #draw}.
   *
   * @param from the log SNR that a step comes from; may be minus infinity
   * @param to the log SNR that it leads to, above {@code from}
   * @param draw which draw it is where there is no path; another one than the increment's
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Batch area(double from, double to, long draw) {
    return draw(draw);
  }
}
