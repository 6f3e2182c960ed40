package org.tweedie.api.training;

import java.util.random.RandomGenerator;
import org.apiguardian.api.API;

/**
 * How training examples are changed, each time that one is seen, into others that the data might as
 * well have had. What is measured is never changed.
 *
 * <p>A function of the example and of random numbers that are the example's and the step's own, so
 * that neither interruptions nor the size of batches change what is seen. Immutable; safe for many
 * threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Augmentation {

  /**
   * Changes an example.
   *
   * @param example its values in the model's scale, in row-major order; not changed, and not kept
   * @param random all randomness
   * @return as many values, between -1 and 1 where these are an image's; where the data are
   *     quantised, levels of theirs, or a likelihood of them means nothing. May be the array that
   *     was given, where nothing changes
   */
  float[] apply(float[] example, RandomGenerator random);

  /** Whether examples stay as they are, so that what goes with them need not change either. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default boolean isIdentity() {
    return false;
  }
}
