package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;

/**
 * The program's {@link NetworkGraph}: parameters are variables of a graph, and dropout takes its
 * randomness from a seed that is fed with every step, so that a step is a function of its inputs.
 */
final class ParameterGraph implements NetworkGraph {

  private final Ops tf;
  private final Variables variables;
  private final Optional<Operand<TInt64>> seed;
  private final Map<String, Variables.Variable> parameters = new LinkedHashMap<>();
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private int dropouts;

  /** A graph for training where there is a seed of shape [2], for inference where there is none. */
  ParameterGraph(Ops tf, Variables variables, Optional<Operand<TInt64>> seed) {
    this.tf = tf;
    this.variables = variables;
    this.seed = seed;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> parameter(String name, Initializer initializer, long... shape) {
    Variables.Variable known = parameters.get(name);
    if (known == null) {
      known = variables.make(name, Shape.of(shape));
      parameters.put(name, known);
      initializers.put(name, initializer);
    } else if (!known.shape().equals(Shape.of(shape))) {
      throw new IllegalArgumentException(
          "the parameter "
              + name
              + " has the shape "
              + known.shape()
              + " and cannot also have "
              + Shape.of(shape));
    }
    return known.value();
  }

  @Override
  public Operand<TFloat32> dropout(Operand<TFloat32> x, double rate) {
    if (seed.isEmpty() || rate == 0) {
      return x;
    }
    dropouts++;
    Operand<TInt64> own = tf.math.add(seed.get(), tf.constant(new long[] {0, dropouts}));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(x), own);
    Operand<TFloat32> kept = tf.math.floor(tf.math.add(uniform, tf.constant((float) (1 - rate))));
    return tf.math.mul(x, tf.math.mul(kept, tf.constant((float) (1 / (1 - rate)))));
  }

  /** The parameters, by name, in the order they were made. */
  Map<String, Variables.Variable> parameters() {
    return parameters;
  }

  /** How each parameter starts. */
  Map<String, Initializer> initializers() {
    return initializers;
  }
}
