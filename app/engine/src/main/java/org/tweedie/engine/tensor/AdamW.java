package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101: the decay of the weights stands beside the
 * adaptive step) with a bound on the gradient's global norm, followed by an exponential moving
 * average of the weights.
 *
 * <p>All that changes from step to step is fed: rates and the powers of beta are functions of the
 * step's number, so the state that a checkpoint must keep is the moments, the weights and their
 * average alone.
 */
final class AdamW {

  /** The names of the state beside a parameter: first moment, second moment, moving average. */
  static final String FIRST_MOMENT = "adam.m/";

  static final String SECOND_MOMENT = "adam.v/";
  static final String AVERAGE = "ema/";

  private static final float EPSILON = 1e-8f;

  private final Ops tf;
  private final OptimizerSettings settings;
  private final Placeholder<TFloat32> rates;
  private final List<Op> updates = new ArrayList<>();
  private final Operand<TFloat32> gradientNorm;

  /**
   * Parameters whose gradients are bounded together.
   *
   * @param parameters the parameters, by name
   * @param gradients the gradient of each
   * @param decays whether the weights decay
   */
  record Group(
      Map<String, Variables.Variable> parameters,
      Map<String, Operand<TFloat32>> gradients,
      boolean decays) {}

  /** With at least one group; the first one's is the norm that is told. */
  AdamW(Ops tf, Variables variables, List<Group> groups, OptimizerSettings settings) {
    this.tf = tf;
    this.settings = settings;
    rates = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(4)));
    gradientNorm = norm(groups.get(0).gradients().values());
    Operand<TFloat32> learningRate = rate(0);
    Operand<TFloat32> decay =
        tf.math.mul(learningRate, tf.constant((float) settings.weightDecay()));
    Operand<TFloat32> power1 = rate(1);
    Operand<TFloat32> power2 = rate(2);
    Operand<TFloat32> averaging = rate(3);
    Operand<TFloat32> beta1 = tf.constant((float) settings.beta1());
    Operand<TFloat32> beta2 = tf.constant((float) settings.beta2());
    Operand<TFloat32> epsilon = tf.constant(EPSILON);
    for (Group group : groups) {
      Operand<TFloat32> norm =
          group == groups.get(0) ? gradientNorm : norm(group.gradients().values());
      Operand<TFloat32> shrink = shrink(norm);
      for (String name : List.copyOf(group.parameters().keySet())) {
        Variables.Variable parameter = group.parameters().get(name);
        Variables.Variable m = variables.make(FIRST_MOMENT + name, parameter.shape());
        Variables.Variable v = variables.make(SECOND_MOMENT + name, parameter.shape());
        Variables.Variable average = variables.make(AVERAGE + name, parameter.shape());
        Operand<TFloat32> gradient = group.gradients().get(name);
        // The decay below must see the weights as they were, so reading them comes before the
        // update.
        Ops afterReading = tf.withControlDependencies(parameter.value());
        Op last =
            afterReading.train.resourceApplyAdam(
                parameter.handle(),
                m.handle(),
                v.handle(),
                power1,
                power2,
                learningRate,
                beta1,
                beta2,
                epsilon,
                settings.clip() > 0 ? tf.math.mul(gradient, shrink) : gradient);
        if (group.decays() && settings.weightDecay() > 0) {
          last =
              tf.withControlDependencies(last)
                  .assignSubVariableOp(parameter.handle(), tf.math.mul(parameter.value(), decay));
        }
        Operand<TFloat32> updated =
            Variables.read(tf.withControlDependencies(last), parameter.handle());
        updates.add(
            tf.assignSubVariableOp(
                average.handle(), tf.math.mul(tf.math.sub(average.value(), updated), averaging)));
      }
    }
  }

  /** The state that training starts from: moments at zero, the average at the weights. */
  static Map<String, float[]> start(Map<String, float[]> weights) {
    Map<String, float[]> state = new LinkedHashMap<>(weights);
    weights.forEach(
        (name, values) -> {
          state.put(FIRST_MOMENT + name, new float[values.length]);
          state.put(SECOND_MOMENT + name, new float[values.length]);
          state.put(AVERAGE + name, values);
        });
    return state;
  }

  /** Everything that a step must run. */
  Op step() {
    return tf.withControlDependencies(updates).noOp();
  }

  /** The global norm of the first group's gradient before it is bounded. */
  Operand<TFloat32> gradientNorm() {
    return gradientNorm;
  }

  /** Where {@link #ratesAt} is fed. */
  Placeholder<TFloat32> rates() {
    return rates;
  }

  /**
   * What to feed at a step.
   *
   * @param step the step's number, from 1
   */
  float[] ratesAt(long step) {
    return new float[] {
      (float) settings.learningRateAt(step),
      (float) Math.pow(settings.beta1(), step),
      (float) Math.pow(settings.beta2(), step),
      (float) (1 - settings.averagingAt(step))
    };
  }

  private Operand<TFloat32> rate(int index) {
    Operand<TFloat32> slice =
        tf.slice(rates, tf.constant(new int[] {index}), tf.constant(new int[] {1}));
    return tf.reshape(slice, tf.constant(new int[0]));
  }

  private Operand<TFloat32> norm(Collection<Operand<TFloat32>> gradients) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    gradients.forEach(gradient -> squares.add(tf.nn.l2Loss(gradient)));
    return tf.math.sqrt(tf.math.mul(tf.math.addN(squares), tf.constant(2f)));
  }

  /** A norm that is not finite makes the factor NaN, and so the step shows that it failed. */
  private Operand<TFloat32> shrink(Operand<TFloat32> norm) {
    Operand<TFloat32> largest = tf.constant((float) settings.clip());
    return tf.math.div(largest, tf.math.maximum(norm, largest));
  }
}
