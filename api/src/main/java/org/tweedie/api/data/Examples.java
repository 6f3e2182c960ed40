package org.tweedie.api.data;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;

/** One split of a data set, in a fixed order. Instances can be read from many threads at once. */
public interface Examples {

  /** How many examples there are. */
  int size();

  /**
   * Writes one example in the model's scale.
   *
   * @param index the example, in 0..size-1
   * @param target where to write {@link DataShape#size()} values, for images between -1 and 1
   * @param offset the position of the first value
   */
  void read(int index, float[] target, int offset);

  /**
   * Writes one example as a step of training is to see it. By default that is what {@link #read}
   * writes; data that are themselves random, such as pixels that are black or white with the
   * probability of their grey, are drawn anew.
   *
   * @param index the example, in 0..size-1
   * @param random all randomness, the example's and the step's own
   * @param target as of {@link #read}
   * @param offset as of {@link #read}
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default void draw(int index, RandomGenerator random, float[] target, int offset) {
    read(index, target, offset);
  }

  /**
   * The class of an example.
   *
   * @param index the example, in 0..size-1
   * @return a label in 0..classes-1, or {@link org.tweedie.api.model.Condition#NONE} where the data
   *     have no classes
   */
  int label(int index);

  /**
   * The numbers that describe an example, in the data's own units.
   *
   * @param index the example, in 0..size-1
   * @return one for each name of {@link DataDescription#numbers}, NaN where it is not known
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default float[] numbers(int index) {
    return new float[0];
  }

  /**
   * The text that describes an example.
   *
   * @param index the example, in 0..size-1
   * @return the caption; empty where the example has none
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<String> caption(int index) {
    return Optional.empty();
  }

  /**
   * The image that an example goes with.
   *
   * @param index the example, in 0..size-1
   * @return its values in the model's scale, in the order of {@link
   *     DataDescription#conditionImage}; empty where the example has none
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<float[]> conditionImage(int index) {
    return Optional.empty();
  }

  /**
   * The image that an example goes with as a step of training is to see the example. By default
   * that is what {@link #conditionImage(int)} gives; an image that is made of the example is made
   * of the values that are seen.
   *
   * @param index the example, in 0..size-1
   * @param seen the example's values as {@link #draw} wrote them and augmentations changed them;
   *     not changed, and not kept
   * @param random all randomness, the example's and the step's own
   * @return as of {@link #conditionImage(int)}
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<float[]> conditionImage(int index, float[] seen, RandomGenerator random) {
    return conditionImage(index);
  }
}
