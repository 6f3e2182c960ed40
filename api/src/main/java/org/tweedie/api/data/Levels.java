package org.tweedie.api.data;

import org.apiguardian.api.API;

/**
 * The K values that each dimension of quantised data can take, and where they lie in the model's
 * scale: level k is at {@code 2 (k + 1/2) / K - 1}, so that K bins of equal width fill [-1, 1]
 * (Kingma et al., "Variational Diffusion Models", arXiv 2107.00630, released code).
 *
 * @param count K, at least 2: 256 for eight-bit images, 17 for the embedded digits
 */
public record Levels(int count) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are fewer than two levels
   */
  public Levels {
    if (count < 2) {
      throw new IllegalArgumentException("quantised data have at least 2 levels, not " + count);
    }
  }

  /** Whether there are two, at -1/2 and 1/2, so that a likelihood is Bernoulli's. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public boolean isBinary() {
    return count == 2;
  }

  /** The model's value for a level in 0..K-1. */
  public float value(int level) {
    return (float) (2 * (level + 0.5) / count - 1);
  }

  /**
   * The level whose bin holds a value; values outside [-1, 1] belong to the first or the last bin.
   */
  public int level(double value) {
    return Math.min(count - 1, Math.max(0, (int) Math.floor((value + 1) / 2 * count)));
  }
}
