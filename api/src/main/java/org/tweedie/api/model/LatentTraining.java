package org.tweedie.api.model;

import org.apiguardian.api.API;

/**
 * How a chain of latents is trained.
 *
 * @param freeBits nats that a dimension of a latent may take without being paid for, on average
 *     over a batch (Kingma et al., arXiv 1606.04934, appendix C.8); 0 for none
 * @param warmup steps over which the weight of the latents' divergences grows from 0 to 1 (Sønderby
 *     et al., arXiv 1602.02282); 0 for none
 * @param samples k: how many samples a bound is made of, above 1 with importance weights (Burda et
 *     al., arXiv 1509.00519, equation 8)
 * @param gradientSamples how many of them a step's gradient is of, drawn by their weights, so that
 *     it is the gradient of all on average (section 3 of the same); 0 for all of them. Where a
 *     network drops out, those few have a dropout of their own
 * @param consistency whether the bound is taken apart as in Luo's equation 45, with terms of two
 *     latents each, and not as in his equation 58; of a learned encoder the two are one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record LatentTraining(
    double freeBits, int warmup, int samples, int gradientSamples, boolean consistency) {

  /** The plain bound. */
  public static LatentTraining plain() {
    return new LatentTraining(0, 0, 1, 0, false);
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there is no sample, the gradient is of more than there are,
   *     or free bits go with several
   */
  public LatentTraining {
    if (samples < 1) {
      throw new IllegalArgumentException("A bound is made of one sample or more.");
    }
    if (gradientSamples < 0 || gradientSamples > samples) {
      throw new IllegalArgumentException(
          "A gradient is of as many samples as there are, or fewer.");
    }
    if (samples > 1 && freeBits > 0) {
      throw new IllegalArgumentException(
          "Free bits are for bounds of one sample: with importance weights there is no divergence to be free of. Please take free-bits: 0 or samples: 1.");
    }
  }
}
