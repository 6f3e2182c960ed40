package org.tweedie.api.model;

import org.apiguardian.api.API;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * What a network's raw output stands for. All five are the same prediction seen from five sides
 * (Luo, arXiv 2208.11970, section "Three Equivalent Interpretations"; the velocity is from Salimans
 * and Ho, arXiv 2202.00512, the flow from Lipman et al., arXiv 2210.02747): given the latent {@code
 * z}, the predicted signal is an affine function of each, {@code x^ = a z + b output}.
 */
public enum Parameterization {
  /** The output is the clean signal x (Luo, equation 99). */
  SIGNAL,
  /** The output is the noise eps (Luo, equation 130). */
  NOISE,
  /** The output is {@code v = alpha eps - sigma x}. */
  VELOCITY,
  /**
   * The output is sigma times the score {@code grad log p(z)} (Luo, equation 148). The factor keeps
   * outputs of order one at every noise level, as all score networks in use do (Song et al., arXiv
   * 2011.13456, appendix D); the prediction itself is the score.
   */
  SCORE,
  /**
   * The output is {@code dz/dt = d alpha/dt x + d sigma/dt eps}, the drift of the probability flow:
   * {@code eps - x} where alpha is {@code 1 - t} and sigma is t. Of all views it is the only one
   * that depends on the clock, so its size is that of the schedule's rates; noise levels must know
   * their {@link NoiseLevel#rate}.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  FLOW;

  /** The output of an exact network for a latent made from one signal and one noise value. */
  public double target(NoiseLevel level, double signal, double noise) {
    return switch (this) {
      case SIGNAL -> signal;
      case NOISE -> noise;
      case VELOCITY -> level.alpha() * noise - level.sigma() * signal;
      case SCORE -> -noise;
      case FLOW -> level.rate().alpha() * signal + level.rate().sigma() * noise;
    };
  }

  /**
   * The logarithm of {@code b^2} where {@code x^ = a z + b output}: by this factor a squared error
   * of the output becomes a squared error of the signal.
   */
  public double logSignalErrorFactor(NoiseLevel level) {
    return switch (this) {
      case SIGNAL -> 0;
      case NOISE, SCORE -> -level.logSnr();
      case VELOCITY ->
          2
              * (Math.log(level.sigma())
                  - Math.log(level.alpha() * level.alpha() + level.sigma() * level.sigma()));
      case FLOW -> 2 * (Math.log(level.sigma()) - Math.log(level.turn()));
    };
  }
}
