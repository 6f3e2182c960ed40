package org.tweedie.api.model;

import org.tweedie.api.schedule.NoiseLevel;

/**
 * What a network's raw output stands for. All four are the same prediction seen from four sides
 * (Luo, arXiv 2208.11970, section "Three Equivalent Interpretations"; the velocity is from Salimans
 * and Ho, arXiv 2202.00512): given the latent {@code z}, the predicted signal is an affine function
 * of each, {@code x^ = a z + b output}.
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
  SCORE;

  /** The output of an exact network for a latent made from one signal and one noise value. */
  public double target(NoiseLevel level, double signal, double noise) {
    return switch (this) {
      case SIGNAL -> signal;
      case NOISE -> noise;
      case VELOCITY -> level.alpha() * noise - level.sigma() * signal;
      case SCORE -> -noise;
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
    };
  }
}
