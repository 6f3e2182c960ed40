package org.tweedie.api.optimizer;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.op.Op;

/**
 * How weights follow gradients: what a training step adds to its graph for each parameter.
 *
 * <p>All that an update depends on is the parameter, its gradient, its slots and numbers that are
 * fed with the step, so a run that goes on from a checkpoint takes the steps that it would have
 * taken. Gradients are bounded before ({@code train.clip}) and weights averaged after by the
 * program. Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Optimizer {

  /**
   * The names of what is kept beside each parameter from step to step, each of the parameter's
   * shape and zero before the first step.
   *
   * @return names of the form {@code [a-z][a-z0-9.-]*}; they are part of checkpoints, so they do
   *     not change once released
   */
  List<String> slots();

  /**
   * Numbers that an update needs beyond the learning rate and that change with the step, always as
   * many.
   *
   * @param step the step's number, from 1
   */
  default double[] fed(long step) {
    return new double[0];
  }

  /**
   * Whether what it calculates bears no rounding to bfloat16, in which products of a graph may be
   * ({@code train.precision}); the program then refuses the two together.
   */
  default boolean needsFloat32() {
    return false;
  }

  /**
   * Adds the update of one parameter to the graph.
   *
   * @return everything that must have run for the parameter and its slots to have their new values
   */
  List<Op> update(ParameterUpdate update);
}
