package org.tweedie.engine.tensor;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.GuidanceScales;
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
  private final Optional<GuidanceScales> guidance;
  private final Optional<Unconditional> unconditional;

  /**
   * What classifier-free guidance needs beside the prediction.
   *
   * @param conditions where nothing is fed
   * @param scale of each example
   */
  private record Unconditional(ConditionFeed conditions, Placeholder<TFloat32> scale) {}

  /**
   * Adds it to a graph.
   *
   * @param count examples of a batch
   * @param guidance how it is guided: by two predictions, or by its own input where it has one
   */
  GraphTeacher(
      Ops tf,
      TrainedTeacher trained,
      long count,
      SessionSettings settings,
      Optional<GuidanceScales> guidance) {
    this.tf = tf;
    this.trained = trained;
    this.guidance = guidance;
    network = Preconditioned.of(trained.parts());
    variables = new Variables(tf, PREFIX);
    parameters = new ParameterGraph(tf, variables, Optional.empty(), settings);
    conditions = new ConditionFeed(parameters, trained.parts(), count);
    unconditional =
        guidance.isPresent() && !isToldScales()
            ? Optional.of(
                new Unconditional(
                    new ConditionFeed(parameters, trained.parts(), count),
                    tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(count)))))
            : Optional.empty();
  }

  private boolean isToldScales() {
    return trained.parts().conditioning().guidance().isPresent();
  }

  /** Whether it needs to know how fast noise levels change. */
  static boolean predictsFlow(Optional<TrainedTeacher> teacher) {
    return teacher
        .filter(one -> one.parts().objective().predicts() == Parameterization.FLOW)
        .isPresent();
  }

  /** What it predicts for examples of these classes; one that never saw a class sees none. */
  Teacher seeing(Operand<TInt32> label) {
    int classes = trained.parts().data().classes().size();
    Operand<TInt32> none = tf.math.add(tf.zerosLike(label), tf.constant(classes));
    Operand<TInt32> seen = trained.parts().labelDropout() == 1 ? none : label;
    return (latent, level) -> {
      Operand<TFloat32> signal = signal(latent, level, seen, conditions);
      return tf.stopGradient(
          unconditional
              .map(
                  without ->
                      guided(
                          signal,
                          signal(latent, level, none, without.conditions()),
                          without.scale()))
              .orElse(signal));
    };
  }

  private Operand<TFloat32> signal(
      Operand<TFloat32> latent, GraphLevel level, Operand<TInt32> label, ConditionFeed told) {
    Operand<TFloat32> output =
        network.output(parameters, latent, level, label, told.condition()).prediction();
    return SignalError.predicted(tf, network.predicts(), latent, level, output);
  }

  /**
   * {@code (1 - w) x^(z) + w x^(z | y)}, as of the scores (Luo, arXiv 2208.11970, equation 170).
   */
  private Operand<TFloat32> guided(
      Operand<TFloat32> with, Operand<TFloat32> without, Operand<TFloat32> scale) {
    return tf.math.add(
        without,
        tf.math.mul(SignalError.perExample(tf, scale, with.shape()), tf.math.sub(with, without)));
  }

  /**
   * Adds what is known of the examples of a batch beside their classes.
   *
   * @param known with the scale that each example is guided by, where there are several
   */
  void feed(Condition known, Feeds feeds) {
    Condition own = known;
    if (guidance.isPresent()) {
      GuidanceScales scales = guidance.get();
      int columns = trained.parts().data().numbers().size();
      double[] each = each(known, scales, columns);
      own =
          isToldScales()
              ? known.withFurtherNumber(columns, each)
              : known.withoutFurtherNumber(columns);
      unconditional.ifPresent(
          without -> {
            without.conditions().feed(Condition.none(known.count()), feeds);
            feeds.add(without.scale(), Tensors.floats(Shape.of(each.length), narrow(each)));
          });
    }
    conditions.feed(own, feeds);
  }

  private static double[] each(Condition known, GuidanceScales scales, int columns) {
    double[] each = new double[known.count()];
    for (int i = 0; i < each.length; i++) {
      each[i] = scales.isInput() ? known.numbers(i).orElseThrow()[columns] : scales.least();
    }
    return each;
  }

  private static float[] narrow(double... values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
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
