package org.tweedie.api.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The graph that a network adds itself to. It owns the parameters, so that one description of a
 * network serves training, inference with averaged weights, checkpoints and tests.
 *
 * <p>A graph is built by one thread. Asking twice for a parameter of one name gives the same
 * parameter, so a network that is applied twice shares its weights.
 */
public interface NetworkGraph {

  /** Where operations go. */
  Ops tf();

  /**
   * A trainable parameter.
   *
   * @param name unique within the network; parts joined by {@code /}, as in {@code
   *     down/0/conv1/kernel}
   * @param initializer how it starts
   * @param shape its sizes
   * @return its current value
   * @throws IllegalArgumentException if there is a parameter of that name and another shape
   */
  Operand<TFloat32> parameter(String name, Initializer initializer, long... shape);

  /**
   * Sets elements to zero at random and scales the others up, in training; gives its input back
   * where the graph is for inference.
   *
   * @param x any tensor
   * @param rate the probability of zero, in [0, 1)
   */
  Operand<TFloat32> dropout(Operand<TFloat32> x, double rate);
}
