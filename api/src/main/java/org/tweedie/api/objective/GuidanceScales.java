package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.tweedie.api.data.NumberScale;

/**
 * Scales of guidance that a student learns from its teacher (Meng et al., "On Distillation of
 * Guided Diffusion Models", arXiv 2210.03142): one, or all from the least to the most. Of several
 * the student is told which, by a number after those that describe its example. Scales are those of
 * classifier-free guidance here: 0 is the unconditional model, 1 the conditional one.
 *
 * @param least the least scale, at least 0
 * @param most the largest one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record GuidanceScales(double least, double most) {

  /** The variance of a uniform distribution is its squared width by this. */
  private static final double UNIFORM = 12;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the scales do not rise from 0 or above
   */
  public GuidanceScales {
    if (!(least >= 0 && most >= least && Double.isFinite(most))) {
      throw new IllegalArgumentException(
          "scales of guidance are 0 or more, the least first, not %s and %s"
              .formatted(least, most));
    }
  }

  /** One scale. */
  public static GuidanceScales of(double scale) {
    return new GuidanceScales(scale, scale);
  }

  /** Whether a student is told the scale, since there are several. */
  public boolean isInput() {
    return least < most;
  }

  /** Whether all of the other's are among these. */
  public boolean holds(GuidanceScales other) {
    return least <= other.least && other.most <= most;
  }

  /**
   * The scale of which nothing is said: 1, as of a model that is not guided, or the nearest one.
   */
  public double usual() {
    return Math.min(most, Math.max(least, 1));
  }

  /**
   * One of the scales.
   *
   * @param share of the way from the least to the most
   */
  public double at(double share) {
    return least + share * (most - least);
  }

  /** A scale as a network sees it: with mean 0 and deviation 1 over all scales. */
  public float seen(double scale) {
    return new NumberScale("scale", (least + most) / 2, (most - least) / Math.sqrt(UNIFORM))
        .seen(scale);
  }
}
