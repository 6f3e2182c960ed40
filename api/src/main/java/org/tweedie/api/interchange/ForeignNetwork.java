package org.tweedie.api.interchange;

/** A network that another program has too, with tensors of its own names and shapes. */
public interface ForeignNetwork extends ForeignDescribed {

  /**
   * What a parameter is there.
   *
   * @param parameter the name of a parameter of the network
   * @param dimensions how many dimensions it has
   */
  ForeignTensor foreignTensor(String parameter, int dimensions);

  /**
   * What a tensor is called that earlier versions of the program called otherwise.
   *
   * @param found a tensor's name in a file
   * @return its name in {@link #foreignTensor}; as it is where it stayed
   */
  default String presentName(String found) {
    return found;
  }
}
