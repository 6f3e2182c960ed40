package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.optimizer.StateVariable;
import org.tweedie.engine.problem.TrainingFailure;

/**
 * The end of a training step: gradients with a bound on their global norm, the optimizer's update
 * of each parameter, and the averages of the weights.
 *
 * <p>All that changes from step to step is fed: rates and decays are functions of the step's
 * number, so the state that a checkpoint must keep is the weights, their averages and what the
 * optimizer keeps beside them.
 */
final class Updates {

  private final Ops tf;
  private final Variables variables;
  private final UpdateSettings settings;
  private final int numbers;
  private final Placeholder<TFloat32> fed;
  private final Map<Integer, Operand<TFloat32>> cut = new HashMap<>();
  private final Map<Float, Operand<TFloat32>> constants = new HashMap<>();
  private final Map<Float, Operand<TFloat32>> rates = new HashMap<>();
  private final List<Op> updates = new ArrayList<>();
  private final Operand<TFloat32> gradientNorm;

  /**
   * Parameters whose gradients are bounded together.
   *
   * @param parameters the parameters, by name
   * @param gradients the gradient of each
   * @param mayDecay whether the weights may be drawn towards zero
   */
  record Group(
      Map<String, Variables.Variable> parameters,
      Map<String, Operand<TFloat32>> gradients,
      boolean mayDecay) {}

  /** With at least one group; the first one's is the norm that is told. */
  Updates(Ops tf, Variables variables, List<Group> groups, UpdateSettings settings) {
    this.tf = tf;
    this.variables = variables;
    this.settings = settings;
    numbers = numbersAt(1).length;
    fed = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(numbers)));
    gradientNorm = norm(groups.get(0).gradients().values());
    for (Group group : groups) {
      Operand<TFloat32> norm =
          group.equals(groups.get(0)) ? gradientNorm : norm(group.gradients().values());
      Operand<TFloat32> shrink = shrink(norm);
      for (Map.Entry<String, Variables.Variable> parameter :
          List.copyOf(group.parameters().entrySet())) {
        String name = parameter.getKey();
        Operand<TFloat32> gradient = Objects.requireNonNull(group.gradients().get(name), name);
        add(
            name,
            parameter.getValue(),
            settings.clip() > 0 ? tf.math.mul(gradient, shrink) : gradient,
            group.mayDecay());
      }
    }
  }

  private void add(
      String name, Variables.Variable parameter, Operand<TFloat32> gradient, boolean mayDecay) {
    Map<String, StateVariable> slots = new LinkedHashMap<>();
    for (String slot : settings.optimizer().slots()) {
      slots.put(slot, variables.make(slot + "/" + name, parameter.shape()));
    }
    List<Op> done = settings.optimizer().update(new InGraph(parameter, gradient, slots, mayDecay));
    updates.addAll(done);
    int at = numbers - settings.averages().size();
    for (Average average : settings.averages()) {
      Variables.Variable mean = variables.make(average.prefix() + name, parameter.shape());
      Operand<TFloat32> updated =
          Variables.read(tf.withControlDependencies(done), parameter.handle());
      updates.add(
          tf.assignSubVariableOp(
              mean.handle(), tf.math.mul(tf.math.sub(mean.value(), updated), number(at++))));
    }
  }

  /** What an optimizer sees of one parameter. */
  private final class InGraph implements ParameterUpdate {

    private final Variables.Variable parameter;
    private final Operand<TFloat32> gradient;
    private final Map<String, StateVariable> slots;
    private final boolean mayDecay;
    private final Ops afterReading;

    InGraph(
        Variables.Variable parameter,
        Operand<TFloat32> gradient,
        Map<String, StateVariable> slots,
        boolean mayDecay) {
      this.parameter = parameter;
      this.gradient = gradient;
      this.slots = slots;
      this.mayDecay = mayDecay;
      afterReading = tf.withControlDependencies(List.of(parameter.value()));
    }

    @Override
    public Ops tf() {
      return afterReading;
    }

    @Override
    public StateVariable parameter() {
      return parameter;
    }

    @Override
    public Operand<TFloat32> gradient() {
      return gradient;
    }

    @Override
    public Operand<TFloat32> rate() {
      return number(0);
    }

    @Override
    public Operand<TFloat32> rate(double factor) {
      return rates.computeIfAbsent((float) factor, by -> tf.math.mul(rate(), constant(by)));
    }

    @Override
    public Operand<TFloat32> constant(double value) {
      return constants.computeIfAbsent((float) value, tf::constant);
    }

    @Override
    public Operand<TFloat32> fed(int index) {
      return number(1 + index);
    }

    @Override
    public StateVariable slot(String name) {
      StateVariable slot = slots.get(name);
      if (slot == null) {
        throw new IllegalArgumentException(
            "the optimizer asks for '%s', and announces %s".formatted(name, slots.keySet()));
      }
      return slot;
    }

    @Override
    public boolean mayDecay() {
      return mayDecay;
    }
  }

  /**
   * The state that training starts from: slots at zero, the averages at the weights, or at averages
   * that are there already.
   */
  Map<String, float[]> start(Map<String, float[]> weights, Map<String, float[]> averaged) {
    Map<String, float[]> state = new LinkedHashMap<>(weights);
    weights.forEach(
        (name, values) -> {
          for (String slot : settings.optimizer().slots()) {
            state.put(slot + "/" + name, new float[values.length]);
          }
          settings
              .averages()
              .forEach(
                  average ->
                      state.put(average.prefix() + name, averaged.getOrDefault(name, values)));
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

  /**
   * What a step is to be fed.
   *
   * @param step the step's number, from 1
   */
  void feed(long step, Feeds feeds) {
    float[] all = numbersAt(step);
    if (all.length != numbers) {
      throw new TrainingFailure(
          "The optimizer gives %d numbers for step %d, and gave %d for the first one.\nPlease take another optimizer, and tell its author."
              .formatted(
                  all.length - 1 - settings.averages().size(),
                  step,
                  numbers - 1 - settings.averages().size()));
    }
    feeds.add(fed, Tensors.floats(Shape.of(numbers), all));
  }

  /** The learning rate, what the optimizer asks for, and the new weights' share of each average. */
  private float[] numbersAt(long step) {
    double[] own = settings.optimizer().fed(step);
    float[] all = new float[1 + own.length + settings.averages().size()];
    int at = 0;
    all[at++] = (float) settings.learningRate().applyAsDouble(step);
    for (double number : own) {
      all[at++] = (float) number;
    }
    for (Average average : settings.averages()) {
      all[at++] = (float) (1 - average.average().decay(step));
    }
    return all;
  }

  /** The same operand each time: by one for each use, half of a step's graph were these. */
  private Operand<TFloat32> number(int index) {
    return cut.computeIfAbsent(
        index,
        at ->
            tf.reshape(
                tf.slice(fed, tf.constant(new int[] {at}), tf.constant(new int[] {1})),
                tf.constant(new int[0])));
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
