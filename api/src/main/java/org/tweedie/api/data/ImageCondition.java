package org.tweedie.api.data;

import org.apiguardian.api.API;

/**
 * How an image is made of each example that a network is told beside its noise: the example in
 * grey, say, for a network that colours pictures. It is made of the example as training sees it, so
 * an augmentation changes both alike.
 *
 * <p>Immutable; safe for many threads. Its constructor may ask for its options, and not for the
 * data, whose description tells of the image too.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface ImageCondition {

  /**
   * What the image is like.
   *
   * @param example what examples are like
   * @return an image of the example's own height and width, or of whole fractions of them
   * @throws IllegalArgumentException in words for the user, if none can be made of such examples
   */
  DataShape shape(DataShape example);

  /**
   * Makes the image: a function of the example alone.
   *
   * @param example its values in the model's scale, in row-major order; not changed, and not kept
   * @param shape what the example is like
   * @return the image's values in the same scale, between -1 and 1
   */
  float[] of(float[] example, DataShape shape);
}
