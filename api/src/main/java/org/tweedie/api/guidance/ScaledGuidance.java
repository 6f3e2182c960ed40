package org.tweedie.api.guidance;

/**
 * Guidance whose strength is one number w, Luo's gamma (arXiv 2208.11970, equations 163 to 170): 0
 * is the unconditional model, 1 the conditional one, and every score is {@code (1 - w) s(z) + w
 * s(z|y)}. Declaring it lets these identities be checked.
 */
public interface ScaledGuidance extends Guidance {

  /**
   * The same guidance with another scale.
   *
   * @param w the scale, at least 0
   */
  Guidance withScale(double w);
}
