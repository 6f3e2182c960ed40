package org.tweedie.engine.likelihood;

/**
 * From levels to the continuous values of which a flow has a density: {@code -log P(x) <= E[log
 * q(u|x) - log p(u) - log P(x|u)]} over u drawn from q.
 */
public enum Dequantisation {
  /**
   * u is even over the level's bin, and rounding leads back: P(x|u) is 1 (Theis et al., arXiv
   * 1511.01844, section 3.1).
   */
  UNIFORM,
  /**
   * q(u|x) and P(x|u) are those of the variational bound, noise of the level at which the flow
   * starts and the decoder that goes with it, so that the flow takes the place of prior and
   * diffusion term alone. What a network sees is then what it was trained on (Zheng et al., arXiv
   * 2305.03935, section 4.1, whose noise is cut off at the bin's ends; where it is narrow beside
   * the bin the two are one).
   */
  VARIATIONAL
}
