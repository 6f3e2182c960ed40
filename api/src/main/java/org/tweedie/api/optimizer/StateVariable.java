package org.tweedie.api.optimizer;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * A tensor that lives from step to step, and in checkpoints: a parameter, or what an optimizer
 * keeps beside it. The program implements it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface StateVariable {

  /** Its sizes. */
  Shape shape();

  /** Its value as it is before the step. */
  Operand<TFloat32> value();

  /** The resource, for operations that change it, as in {@code tf.assignVariableOp}. */
  Operand<? extends TType> handle();
}
