package org.tweedie.api.data;

import java.util.random.RandomGenerator;
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
   * Makes the image: a function of the example alone. What is random in training is always the same
   * here.
   *
   * @param example its values in the model's scale, in row-major order; not changed, and not kept
   * @param shape what the example is like
   * @return the image's values in the same scale, between -1 and 1
   */
  float[] of(float[] example, DataShape shape);

  /**
   * Makes the image as a step of training is to see it. By default that is what the other method
   * makes; an image that is itself random, such as one of which some part is hidden, is drawn anew.
   *
   * @param example as of {@link #of(float[], DataShape)}
   * @param shape as of {@link #of(float[], DataShape)}
   * @param random all randomness, the example's and the step's own
   * @return as of {@link #of(float[], DataShape)}
   */
  default float[] of(float[] example, DataShape shape, RandomGenerator random) {
    return of(example, shape);
  }

  /**
   * Whether the image is the example with a part of it hidden, as {@link #masked} makes it: then
   * the model can paint what any mask hides.
   */
  default boolean isMasked() {
    return false;
  }

  /**
   * An example of which a part is hidden: its channels, 0 where it is hidden, and one more, which
   * is 1 where it is shown and -1 where not.
   *
   * @param example its values in the model's scale
   * @param shape an image's
   * @param shown of each pixel whether it is shown, row by row
   * @throws IllegalArgumentException if they are not as many as the pixels
   */
  static float[] masked(float[] example, DataShape shape, boolean... shown) {
    int channels = shape.dimensions().get(2);
    if (example.length != shape.size() || shown.length * channels != example.length) {
      throw new IllegalArgumentException(
          "%d values and %d pixels of an image of %s"
              .formatted(example.length, shown.length, shape));
    }
    float[] masked = new float[shown.length * (channels + 1)];
    for (int i = 0; i < shown.length; i++) {
      for (int k = 0; k < channels && shown[i]; k++) {
        masked[i * (channels + 1) + k] = example[i * channels + k];
      }
      masked[i * (channels + 1) + channels] = shown[i] ? 1 : -1;
    }
    return masked;
  }
}
