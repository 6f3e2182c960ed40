package org.tweedie.api.data;

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
   * The class of an example.
   *
   * @param index the example, in 0..size-1
   * @return a label in 0..classes-1, or {@link org.tweedie.api.model.Condition#NONE} where the data
   *     have no classes
   */
  int label(int index);
}
