package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a network sees of captions.
 *
 * @param features of shape [B, M, width], of which all but B is known
 * @param mask of shape [B, M]: 1 where a feature is of the caption, and 0 where there is none. A
 *     caption that is not known has none at all; one that is known has one or more, also an empty
 *     one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record TextFeatures(Operand<TFloat32> features, Operand<TFloat32> mask) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the two do not go together
   */
  public TextFeatures {
    if (features.shape().numDimensions() != 3
        || mask.shape().numDimensions() != 2
        || features.shape().get(1) < 1
        || features.shape().get(1) != mask.shape().get(1)
        || features.shape().get(2) < 1) {
      throw new IllegalArgumentException(
          "features of a text have the shape [B, M, width], and their mask [B, M], not %s and %s"
              .formatted(features.shape(), mask.shape()));
    }
  }

  /** How many numbers a feature has. */
  public int width() {
    return Math.toIntExact(features.shape().get(2));
  }

  /** M, how many features there are at most. */
  public int count() {
    return Math.toIntExact(features.shape().get(1));
  }
}
