package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.engine.kernel.FusedGelu;
import org.tweedie.engine.kernel.FusedLayerNorm;
import org.tweedie.engine.kernel.FusedNorm;
import org.tweedie.engine.problem.ModelFailure;

/**
 * The program's {@link NetworkGraph}: parameters are variables of a graph, and dropout takes its
 * randomness from a seed that is fed with every step, so that a step is a function of its inputs.
 */
final class ParameterGraph implements NetworkGraph {

  /** Numbers of the largest parameter that is made: four terabytes. */
  private static final double MOST = 1L << 40;

  /**
   * Parameters of the deepest network that is made: a graph of more takes minutes and gigabytes.
   */
  static final int MOST_PARAMETERS = 10_000;

  private final Ops tf;
  private final Variables variables;
  private final Optional<Operand<TInt64>> seed;
  private final SessionSettings settings;
  private final Map<String, Variables.Variable> parameters = new LinkedHashMap<>();
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private int dropouts;

  /** A graph in TensorFlow's own operations; see below. */
  ParameterGraph(Ops tf, Variables variables, Optional<Operand<TInt64>> seed) {
    this(tf, variables, seed, SessionSettings.DEFAULT);
  }

  /**
   * A graph for training where there is a seed of shape [2], for inference where there is none.
   *
   * @param settings how it is to be calculated
   */
  ParameterGraph(
      Ops tf, Variables variables, Optional<Operand<TInt64>> seed, SessionSettings settings) {
    this.tf = tf;
    this.variables = variables;
    this.seed = seed;
    this.settings = settings;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> parameter(String name, Initializer initializer, long... shape) {
    Variables.Variable known = parameters.get(name);
    if (known == null) {
      checkSize(name, shape);
      checkDepth(name);
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

  /** TensorFlow would end the process where a size is beyond its whole numbers. */
  private static void checkSize(String name, long... shape) {
    double numbers = 1;
    boolean isShape = true;
    for (long size : shape) {
      numbers *= size;
      isShape &= size > 0;
    }
    if (!isShape || numbers > MOST) {
      throw new ModelFailure(
          "The parameter '%s' would have the shape %s, which is more than any memory holds: take a smaller network."
              .formatted(name, Arrays.toString(shape)));
    }
  }

  /** A network that never ends would take all of the machine's memory before anything is asked. */
  private void checkDepth(String next) {
    if (parameters.size() == MOST_PARAMETERS) {
      throw new ModelFailure(
          "The network has more than %,d parameters, and '%s' is one more: take a network of fewer layers."
              .formatted(MOST_PARAMETERS, next));
    }
  }

  @Override
  public Operand<TFloat32> dropout(Operand<TFloat32> x, double rate) {
    return drops(rate) ? dropped(x, rate, chances(tf.shape(x), ++dropouts)) : x;
  }

  /** Whether anything is dropped here. */
  boolean drops(double rate) {
    return seed.isPresent() && rate > 0;
  }

  /** Numbers of a shape, even in [0, 1), for the dropout of a number. */
  Operand<TFloat32> chances(Operand<? extends TNumber> shape, int number) {
    Operand<TInt64> own = tf.math.add(seed.orElseThrow(), tf.constant(new long[] {0, number}));
    return tf.random.statelessRandomUniform(shape, own);
  }

  /** Zero where the chance is below the rate. */
  Operand<TFloat32> dropped(Operand<TFloat32> x, double rate, Operand<TFloat32> chances) {
    Operand<TFloat32> kept = tf.math.floor(tf.math.add(chances, tf.constant((float) (1 - rate))));
    return tf.math.mul(x, tf.math.mul(kept, tf.constant((float) (1 / (1 - rate)))));
  }

  /** Dropouts up to a number have been drawn. */
  void passed(int number) {
    dropouts = Math.max(dropouts, number);
  }

  /** In how many parts a batch is calculated, of which none is empty. */
  int parts(long count) {
    return (int) Math.min(settings.parts(), count < 0 ? settings.parts() : Math.max(1, count));
  }

  /** The graph as each part of a batch is to see it, for one application of a network. */
  List<NetworkGraph> parts(int parts, long count) {
    Map<Integer, Operand<TFloat32>> draws = new LinkedHashMap<>();
    List<NetworkGraph> graphs = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      graphs.add(new PartGraph(this, draws, dropouts, part, parts, count));
    }
    return graphs;
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, GroupNormalization how) {
    return settings.isFused() ? FusedNorm.of(tf, x, how, threadsOfAPart()) : how.apply(tf, x);
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, LayerNormalization how) {
    return settings.isFused() ? FusedLayerNorm.of(tf, x, how, threadsOfAPart()) : how.apply(tf, x);
  }

  @Override
  public Operand<TFloat32> gelu(Operand<TFloat32> x) {
    return settings.isFused() ? FusedGelu.of(tf, x, threadsOfAPart()) : NetworkGraph.super.gelu(x);
  }

  /** Where parts of a batch are calculated side by side, each keeps to its own threads. */
  private int threadsOfAPart() {
    return Math.max(1, settings.cores() / settings.parts());
  }

  @Override
  public Operand<TFloat32> enlarged(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return settings.isFused()
        ? Enlargement.of(tf, x, kernel)
        : NetworkGraph.super.enlarged(x, kernel);
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
