package org.tweedie.engine.tensor;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Teacher;

/**
 * A trained network inside the graph of another one's training: its parameters are variables of
 * their own, which are loaded once, belong to no checkpoint and follow no gradient. So a step stays
 * one session call, and a function of the run's state.
 */
final class GraphTeacher {

  /** Before the names of its variables, which a session has beside the student's. */
  private static final String PREFIX = "teacher/";

  private final Ops tf;
  private final TrainedTeacher trained;
  private final Preconditioned network;
  private final Variables variables;
  private final ParameterGraph parameters;
  private final ConditionFeed conditions;

  /**
   * Adds it to a graph.
   *
   * @param count examples of a batch
   */
  GraphTeacher(Ops tf, TrainedTeacher trained, long count, SessionSettings settings) {
    this.tf = tf;
    this.trained = trained;
    network = Preconditioned.of(trained.parts());
    variables = new Variables(tf, PREFIX);
    parameters = new ParameterGraph(tf, variables, Optional.empty(), settings);
    conditions = new ConditionFeed(parameters, trained.parts(), count);
  }

  /** Whether it needs to know how fast noise levels change. */
  static boolean predictsFlow(Optional<TrainedTeacher> teacher) {
    return teacher
        .filter(one -> one.parts().objective().predicts() == Parameterization.FLOW)
        .isPresent();
  }

  /** What it predicts for examples of these classes; one that never saw a class sees none. */
  Teacher seeing(Operand<TInt32> label) {
    Operand<TInt32> seen =
        trained.parts().labelDropout() == 1
            ? tf.math.add(tf.zerosLike(label), tf.constant(trained.parts().data().classes().size()))
            : label;
    return (latent, level) -> {
      Operand<TFloat32> output =
          network.output(parameters, latent, level, seen, conditions.condition()).prediction();
      return tf.stopGradient(SignalError.predicted(tf, network.predicts(), latent, level, output));
    };
  }

  /** Adds what is known of the examples of a batch beside their classes. */
  void feed(Condition known, Feeds feeds) {
    conditions.feed(known, feeds);
  }

  /**
   * Gives it its weights.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  void load(StepProgram program) {
    program.load(variables, trained.weights());
  }
}
