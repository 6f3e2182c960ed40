package org.tweedie.laws.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.optimizer.StateVariable;

/**
 * An optimizer at work on one parameter, with gradients that are given. Used by one thread.
 *
 * <p>The state is the parameter, called {@code w}, and its slots by their names.
 */
public final class OptimizerSteps implements AutoCloseable {

  private static final String PARAMETER = "w";

  private final Optimizer optimizer;
  private final long[] shape;
  private final TestGraph graph = TestGraph.forTraining(1);
  private final Operand<TFloat32> gradient;
  private final Operand<TFloat32> rate;
  private final List<Operand<TFloat32>> fed = new ArrayList<>();
  private final Op step;
  private long taken;

  /**
   * Begins with everything at zero.
   *
   * @param mayDecay whether the parameter may be drawn towards zero
   * @param shape of the parameter
   */
  public OptimizerSteps(Optimizer optimizer, boolean mayDecay, long... shape) {
    this.optimizer = optimizer;
    this.shape = shape.clone();
    gradient = graph.floats(shape);
    rate = graph.floats();
    for (int i = 0; i < optimizer.fed(1).length; i++) {
      fed.add(graph.floats());
    }
    StateVariable parameter = variable(PARAMETER);
    Map<String, StateVariable> slots = new LinkedHashMap<>();
    optimizer.slots().forEach(name -> slots.put(name, variable(name)));
    Ops afterReading = graph.tf().withControlDependencies(List.of(parameter.value()));
    step =
        graph
            .tf()
            .withControlDependencies(
                optimizer.update(
                    new ParameterUpdate() {
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
                        return rate;
                      }

                      @Override
                      public Operand<TFloat32> fed(int index) {
                        return fed.get(index);
                      }

                      @Override
                      public StateVariable slot(String name) {
                        if (!slots.containsKey(name)) {
                          throw new IllegalArgumentException(
                              "it asks for the slot '%s', and announces %s"
                                  .formatted(name, slots.keySet()));
                        }
                        return slots.get(name);
                      }

                      @Override
                      public boolean mayDecay() {
                        return mayDecay;
                      }
                    }))
            .noOp();
    graph.initialize();
  }

  private StateVariable variable(String name) {
    Operand<TFloat32> value = graph.parameter(name, Initializer.zeros(), shape);
    Operand<? extends TType> handle = graph.handle(name);
    return new StateVariable() {
      @Override
      public Shape shape() {
        return Shape.of(shape);
      }

      @Override
      public Operand<TFloat32> value() {
        return value;
      }

      @Override
      public Operand<? extends TType> handle() {
        return handle;
      }
    };
  }

  /** Goes on after a step from a state that {@link #state} gave. */
  public void load(long afterStep, Map<String, float[]> state) {
    taken = afterStep;
    graph.set(state);
  }

  /** Gives the parameter other values. */
  public void set(float... values) {
    graph.set(PARAMETER, values);
  }

  /** Takes the next step. */
  public void step(double learningRate, float... ofLoss) {
    taken++;
    graph.feed(gradient, ofLoss, shape);
    graph.feed(rate, new float[] {(float) learningRate});
    double[] numbers = optimizer.fed(taken);
    if (numbers.length != fed.size()) {
      throw new IllegalStateException(
          "it is fed %d numbers at step 1, and %d at step %d"
              .formatted(fed.size(), numbers.length, taken));
    }
    for (int i = 0; i < numbers.length; i++) {
      graph.feed(fed.get(i), new float[] {(float) numbers[i]});
    }
    graph.execute(step);
  }

  /** The parameter's values. */
  public float[] parameter() {
    return Objects.requireNonNull(state().get(PARAMETER), PARAMETER);
  }

  /** The parameter and its slots, by name. */
  public Map<String, float[]> state() {
    return graph.values();
  }

  /** How many values the parameter has. */
  public int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
  }

  @Override
  public void close() {
    graph.close();
  }
}
