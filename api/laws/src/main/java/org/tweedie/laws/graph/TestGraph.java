package org.tweedie.laws.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.random.RandomUniform;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.objective.GraphGradients;

/**
 * A small {@link NetworkGraph} of one's own, to check components in: build the graph, then {@link
 * #initialize}, {@link #feed} and {@link #run}. Parameters are resource variables, so that runs are
 * repeatable bit for bit.
 *
 * <p>Used by one thread.
 */
public final class TestGraph implements NetworkGraph, AutoCloseable {

  private record Parameter(
      Operand<? extends TType> handle, Operand<TFloat32> value, long[] shape) {}

  private final boolean training;
  private final int seed;
  // A graph that is closed while a session is open waits for ever: the session closes first.
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session = open(graph);
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Op> initializers = new ArrayList<>();
  private final Map<Operand<?>, TType> feeds = new HashMap<>();
  private final Map<String, Placeholder<TFloat32>> newValues = new HashMap<>();
  private final Map<Operand<?>, Op> assignments = new HashMap<>();
  private int dropouts;

  private TestGraph(boolean training, int seed) {
    this.training = training;
    this.seed = seed;
  }

  /** A graph in which dropout drops; the seed settles how parameters start and what is dropped. */
  public static TestGraph forTraining(int seed) {
    return new TestGraph(true, seed);
  }

  /** A graph in which dropout does nothing; the seed settles how parameters start. */
  public static TestGraph forInference(int seed) {
    return new TestGraph(false, seed);
  }

  /** TensorFlow's graph optimiser costs seconds a signature, and is worth nothing here. */
  private static Session open(Graph graph) {
    RewriterConfig rewriter = RewriterConfig.newBuilder().setDisableMetaOptimizer(true).build();
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
            .build();
    TensorFlowLog.quietStart(config);
    return new Session(graph, config);
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> parameter(String name, Initializer initializer, long... shape) {
    Parameter known = parameters.get(name);
    if (known == null) {
      known = declare(name, initializer, shape);
      parameters.put(name, known);
    } else if (!Arrays.equals(known.shape(), shape)) {
      throw new IllegalArgumentException(
          "the parameter %s has the shape %s, not %s"
              .formatted(name, Arrays.toString(known.shape()), Arrays.toString(shape)));
    }
    return known.value();
  }

  private Parameter declare(String name, Initializer initializer, long[] shape) {
    Operand<? extends TType> handle =
        tf.withName(name.replace('/', '.'))
            .varHandleOp(TFloat32.class, Shape.of(shape), VarHandleOp.sharedName(name));
    initializers.add(tf.assignVariableOp(handle, start(initializer, shape)));
    return new Parameter(handle, tf.readVariableOp(handle, TFloat32.class), shape);
  }

  private Operand<TFloat32> start(Initializer initializer, long[] shape) {
    Operand<TInt32> sizes = tf.constant(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
    Operand<TFloat32> value = tf.constant((float) initializer.value());
    return switch (initializer.kind()) {
      case CONSTANT -> tf.fill(sizes, value);
      case NORMAL -> {
        Operand<TInt32> key = tf.constant(new int[] {seed, parameters.size()});
        yield tf.math.mul(tf.random.statelessRandomNormal(sizes, key), value);
      }
    };
  }

  @Override
  public Operand<TFloat32> dropout(Operand<TFloat32> x, double rate) {
    if (!training) {
      return x;
    }
    Operand<TFloat32> chance =
        tf.random.randomUniform(
            tf.shape(x),
            TFloat32.class,
            RandomUniform.seed((long) seed),
            RandomUniform.seed2((long) ++dropouts));
    return tf.select(
        tf.math.less(chance, tf.constant((float) rate)),
        tf.zerosLike(x),
        tf.math.mul(x, tf.constant((float) (1 / (1 - rate)))));
  }

  /** A placeholder for floats; sizes may be -1, which stands for unknown. */
  public Operand<TFloat32> floats(long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  /** A placeholder for integers; sizes may be -1, which stands for unknown. */
  public Operand<TInt32> integers(long... shape) {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape)));
  }

  /** Settles what a placeholder holds from now on. */
  public void feed(Operand<TFloat32> placeholder, float[] values, long... shape) {
    replace(placeholder, TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values)));
  }

  /** Settles what a placeholder of shape [B] holds from now on. */
  public void feed(Operand<TInt32> placeholder, int... values) {
    replace(placeholder, TInt32.vectorOf(values));
  }

  /** Settles what a placeholder for integers of any shape holds from now on. */
  public void feed(Operand<TInt32> placeholder, int[] values, long... shape) {
    replace(placeholder, TInt32.tensorOf(Shape.of(shape), DataBuffers.of(values)));
  }

  private void replace(Operand<?> placeholder, TType tensor) {
    TType before = feeds.put(placeholder, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** Sets every parameter to what its initializer says. */
  public void initialize() {
    session.runner().addTarget(tf.withControlDependencies(initializers).noOp()).run().close();
  }

  /** The names of the parameters, in the order in which they were asked for. */
  public List<String> parameters() {
    return List.copyOf(parameters.keySet());
  }

  /** What the graph reads of a parameter. */
  public Operand<TFloat32> parameter(String name) {
    return declared(name).value();
  }

  /** The resource of a parameter, for operations that update it. */
  public Operand<? extends TType> handle(String name) {
    return declared(name).handle();
  }

  private Parameter declared(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  /** The values of all parameters by name, each in row-major order. */
  public Map<String, float[]> values() {
    List<float[]> values = run(parameters.values().stream().map(Parameter::value).toList());
    Map<String, float[]> byName = new LinkedHashMap<>();
    parameters().forEach(name -> byName.put(name, values.get(byName.size())));
    return byName;
  }

  /** Changes a parameter. */
  public void set(String name, float[] values) {
    set(Map.of(name, values));
  }

  /** Changes some parameters, in one run. */
  public void set(Map<String, float[]> values) {
    if (values.isEmpty()) {
      return;
    }
    List<TFloat32> tensors = new ArrayList<>();
    Session.Runner runner = session.runner();
    values.forEach(
        (name, elements) -> {
          Parameter parameter = declared(name);
          Placeholder<TFloat32> placeholder =
              newValues.computeIfAbsent(name, key -> assignable(parameter));
          Shape shape = Shape.of(parameter.shape());
          TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(elements));
          tensors.add(tensor);
          runner.feed(placeholder, tensor).addTarget(assignments.get(placeholder));
        });
    runner.run().close();
    tensors.forEach(TFloat32::close);
  }

  /**
   * Moves every parameter at random, by a tenth of its size or by 0.1 where it starts as zero: many
   * networks start by putting out zero, and then nearly everything holds of them.
   */
  public void moveParameters(long randomSeed) {
    Random random = new Random(randomSeed);
    Map<String, float[]> values = values();
    for (float[] value : values.values()) {
      double size = 0;
      for (float element : value) {
        size += (double) element * element / value.length;
      }
      double step = size > 0 ? 0.1 * Math.sqrt(size) : 0.1;
      for (int i = 0; i < value.length; i++) {
        value[i] += (float) (step * random.nextGaussian());
      }
    }
    set(values);
  }

  private Placeholder<TFloat32> assignable(Parameter parameter) {
    Shape shape = Shape.of(parameter.shape());
    Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    assignments.put(value, tf.assignVariableOp(parameter.handle(), value));
    return value;
  }

  /**
   * The gradients of {@code sum(weight * y)}.
   *
   * @param y any tensor
   * @param weight shaped like y
   * @param by by what to differentiate
   * @return a gradient for each of {@code by}; empty for one that y does not depend on
   */
  public List<Optional<Operand<TFloat32>>> gradients(
      Operand<TFloat32> y, Operand<TFloat32> weight, List<Operand<TFloat32>> by) {
    return GraphGradients.of(graph, List.of(y), List.of(weight), by);
  }

  /** Runs an operation for its effect. */
  public void execute(Op target) {
    Session.Runner runner = session.runner().addTarget(target);
    feeds.forEach(runner::feed);
    runner.run().close();
  }

  /** The value of a tensor, in row-major order. */
  public float[] run(Operand<TFloat32> fetch) {
    return run(List.of(fetch)).get(0);
  }

  /** The values of several tensors in one run, each in row-major order. */
  public List<float[]> run(List<? extends Operand<TFloat32>> fetches) {
    if (fetches.isEmpty()) {
      return List.of();
    }
    Session.Runner runner = session.runner();
    fetches.forEach(runner::fetch);
    feeds.forEach(runner::feed);
    try (Result result = runner.run()) {
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < fetches.size(); i++) {
        TFloat32 tensor = (TFloat32) result.get(i);
        float[] copy = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(copy);
        values.add(copy);
      }
      return values;
    }
  }

  @Override
  public void close() {
    feeds.values().forEach(TType::close);
    session.close();
    graph.close();
  }
}
