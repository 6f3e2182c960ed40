package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;
import org.tweedie.api.optimizer.StateVariable;

/**
 * The variables of one graph, all of them float32 and loaded and read together.
 *
 * <p>They are resource variables: TensorFlow's older kind races with its readers and gives other
 * results in every run.
 */
final class Variables {

  /** A variable: its handle for updates, its value for calculations, its shape, how it is set. */
  record Variable(
      Operand<? extends TType> handle,
      Operand<TFloat32> value,
      Shape shape,
      Placeholder<TFloat32> loading)
      implements StateVariable {}

  private final Ops tf;
  private final String prefix;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<Op> assignments = new ArrayList<>();
  private @Nullable Op load;

  Variables(Ops tf) {
    this(tf, "");
  }

  /**
   * Those of a network beside another one, whose names in the session begin with something else.
   */
  Variables(Ops tf, String prefix) {
    this.tf = tf;
    this.prefix = prefix;
  }

  /** Makes a variable, which has no value before {@link #load}. */
  Variable make(String name, Shape shape) {
    Operand<? extends TType> handle =
        tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(prefix + name));
    Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Variable variable = new Variable(handle, read(tf, handle), shape, value);
    assignments.add(tf.assignVariableOp(handle, value));
    variables.put(name, variable);
    return variable;
  }

  /** A variable's value as it is once everything that {@code after} waits for has run. */
  static Operand<TFloat32> read(Ops after, Operand<? extends TType> handle) {
    return after.readVariableOp(handle, TFloat32.class);
  }

  Map<String, Variable> all() {
    return variables;
  }

  /** The shapes of all variables. */
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    variables.forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }

  /**
   * Gives every variable its value.
   *
   * @throws IllegalArgumentException if a value is missing or has another size
   */
  void load(Session session, Map<String, float[]> values) {
    if (load == null) {
      load = tf.withControlDependencies(assignments).noOp();
    }
    Session.Runner runner = session.runner().addTarget(load);
    List<TFloat32> tensors = new ArrayList<>();
    try {
      variables.forEach(
          (name, variable) -> {
            Shape shape = variable.shape();
            float[] value = values.get(name);
            if (value == null || value.length != shape.size()) {
              throw new IllegalArgumentException(
                  "no value of shape " + shape + " for the variable " + name);
            }
            TFloat32 tensor = Tensors.floats(shape, value);
            tensors.add(tensor);
            runner.feed(variable.loading(), tensor);
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** The values of all variables, by name. */
  Map<String, float[]> read(Session session) {
    Session.Runner runner = session.runner();
    variables.values().forEach(variable -> runner.fetch(variable.value()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : variables.keySet()) {
        values.put(name, Tensors.values((TFloat32) result.get(i++)));
      }
    }
    return values;
  }
}
