package org.tweedie.api.model;

import java.util.Arrays;

/**
 * The image that an example goes with.
 *
 * @param values in the model's scale
 * @param noise the share of noise in it, in [0, 1]
 */
record Picture(float[] values, float noise) {

  /**
   * The same with a share of noise in it.
   *
   * @param all standard normal noise, of this image from an index on
   * @param s the share
   */
  Picture with(float[] all, int from, double s) {
    double alpha = Math.sqrt(1 - s * s);
    float[] noisy = new float[values.length];
    for (int k = 0; k < noisy.length; k++) {
      noisy[k] = (float) (alpha * values[k] + s * all[from + k]);
    }
    return new Picture(noisy, (float) s);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && noise == picture.noise
        && Arrays.equals(values, picture.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
