package org.tweedie.api.optimizer;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * One parameter in the graph of a training step, with all that an optimizer may know of it. The
 * program implements it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface ParameterUpdate {

  /**
   * Where operations go. Whatever is made with it runs after the parameter was read, so that its
   * {@link StateVariable#value} is the one before the step, wherever it is used.
   */
  Ops tf();

  /** What is to be changed. */
  StateVariable parameter();

  /** The gradient of the loss by the parameter, of its shape; bounded already. */
  Operand<TFloat32> gradient();

  /** The learning rate of the step, a scalar. */
  Operand<TFloat32> rate();

  /**
   * A multiple of the learning rate, a scalar; the same operation for all parameters that ask for
   * it, where {@link #tf} would make one for each, and a graph of a thousand more.
   *
   * @param factor as float32
   */
  default Operand<TFloat32> rate(double factor) {
    return tf().math.mul(rate(), constant(factor));
  }

  /**
   * A scalar that no step changes; the same operation for all parameters that ask for it, see
   * {@link #rate(double)}.
   *
   * @param value as float32
   */
  default Operand<TFloat32> constant(double value) {
    return tf().constant((float) value);
  }

  /**
   * A number that is fed with every step, a scalar.
   *
   * @param index its place in {@link Optimizer#fed}
   */
  Operand<TFloat32> fed(int index);

  /**
   * What is kept beside the parameter.
   *
   * @param name one of {@link Optimizer#slots}
   */
  StateVariable slot(String name);

  /**
   * Whether the weights may be drawn towards zero; not those that are no network's, as of a learned
   * schedule, for which zero is not simple.
   */
  boolean mayDecay();

  /**
   * Whether the parameter multiplies what it is applied to, as matrices and convolutions' kernels
   * do, and neither shifts nor scales it alone: it has two dimensions or more.
   */
  default boolean isKernel() {
    return parameter().shape().numDimensions() > 1;
  }
}
