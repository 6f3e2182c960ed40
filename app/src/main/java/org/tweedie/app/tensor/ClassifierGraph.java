package org.tweedie.app.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.objective.GraphLevel;

/**
 * A step of training a classifier of noisy examples as one session call: noise, network,
 * cross-entropy, gradients, optimizer and moving average. Used by one thread.
 */
public final class ClassifierGraph implements AutoCloseable {

  /** What a step found: the mean cross-entropy in nats, and the gradient's norm. */
  public record Step(double crossEntropy, double gradientNorm) {}

  private static final int LEVEL_COLUMNS = 3;

  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final ParameterGraph parameters;
  private final AdamW optimizer;
  private final Shape shape;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TFloat32> levels;
  private final Placeholder<TInt32> label;
  private final Placeholder<TInt64> seed;
  private final Operand<TFloat32> loss;
  private final Op step;

  /**
   * Builds the graph; {@link #initialize} must follow before the first step.
   *
   * @param data shape and classes
   * @param network what is trained
   * @param batchSize examples a step, at least 1
   * @param optimizerSettings how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public ClassifierGraph(
      DataDescription data,
      DenoiserNetwork network,
      int batchSize,
      OptimizerSettings optimizerSettings,
      SessionSettings settings) {
    Ops tf = Ops.create(graph);
    shape = Tensors.batch(batchSize, data.shape());
    variables = new Variables(tf);
    seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    levels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batchSize, LEVEL_COLUMNS)));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(batchSize)));
    parameters = new ParameterGraph(tf, variables, Optional.of(seed));
    Operand<TFloat32> noise = tf.random.statelessRandomNormal(tf.constant(shape.asArray()), seed);
    Operand<TFloat32> latent =
        tf.math.add(
            tf.math.mul(column(tf, 0, shape.numDimensions()), signal),
            tf.math.mul(column(tf, 1, shape.numDimensions()), noise));
    Operand<TFloat32> logProbabilities =
        new Logits(network, data).logProbabilities(parameters, latent, column(tf, 2, 1));
    Operand<TFloat32> chosen = Logits.ofClass(tf, logProbabilities, label, data.classes().size());
    loss = tf.math.neg(tf.math.mean(chosen, tf.constant(0)));
    optimizer = new AdamW(tf, variables, parameters.parameters(), gradients(tf), optimizerSettings);
    step = optimizer.step();
    session = settings.open(graph);
  }

  /** Gives weights their starting values, which the seed settles; the average starts with them. */
  public void initialize(long seedOfWeights) {
    Map<String, float[]> state = new LinkedHashMap<>();
    Weights.initial(parameters, seedOfWeights)
        .forEach(
            (name, values) -> {
              state.put(name, values);
              state.put(AdamW.FIRST_MOMENT + name, new float[values.length]);
              state.put(AdamW.SECOND_MOMENT + name, new float[values.length]);
              state.put(AdamW.AVERAGE + name, values);
            });
    load(state);
  }

  /**
   * Goes on from a state that {@link #state} gave.
   *
   * @throws IllegalArgumentException if a value is missing or has another size
   */
  public void load(Map<String, float[]> state) {
    variables.load(session, state);
  }

  /** Weights, moments and average, by variable name. */
  public Map<String, float[]> state() {
    return variables.read(session);
  }

  /** The shapes of all that {@link #state} gives. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    variables.all().forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }

  /** Takes one step; slopes and earlier levels of the input play no part. */
  public Step step(TrainingInput input) {
    float[] rows = new float[input.levels().length * LEVEL_COLUMNS];
    for (int i = 0; i < input.levels().length; i++) {
      rows[LEVEL_COLUMNS * i] = (float) input.levels()[i].alpha();
      rows[LEVEL_COLUMNS * i + 1] = (float) input.levels()[i].sigma();
      rows[LEVEL_COLUMNS * i + 2] = GraphLevel.boundedLogSnr(input.levels()[i].logSnr());
    }
    try (TFloat32 feedSignal = Tensors.floats(shape, input.signal().values());
        TFloat32 feedLevels = Tensors.floats(Shape.of(input.levels().length, LEVEL_COLUMNS), rows);
        TInt32 feedLabel = Tensors.ints(input.labels());
        TFloat32 feedRates = Tensors.floats(Shape.of(4), optimizer.ratesAt(input.step()));
        TInt64 feedSeed = Tensors.longs(input.seed(), input.step() << 16);
        Result result =
            session
                .runner()
                .feed(signal, feedSignal)
                .feed(levels, feedLevels)
                .feed(label, feedLabel)
                .feed(optimizer.rates(), feedRates)
                .feed(seed, feedSeed)
                .fetch(loss)
                .fetch(optimizer.gradientNorm())
                .addTarget(step)
                .run()) {
      return new Step(((TFloat32) result.get(0)).getFloat(), ((TFloat32) result.get(1)).getFloat());
    }
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** A column of the levels, with as many dimensions of size 1 behind as a product needs. */
  private Operand<TFloat32> column(Ops tf, int index, int dimensions) {
    int[] sizes = new int[dimensions];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    Operand<TFloat32> slice =
        tf.slice(levels, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
    return tf.reshape(slice, tf.constant(sizes));
  }

  @SuppressWarnings("unchecked")
  private List<Operand<TFloat32>> gradients(Ops tf) {
    Output<?>[] weights =
        parameters.parameters().values().stream()
            .map(variable -> variable.value().asOutput())
            .toArray(Output<?>[]::new);
    Output<?>[] seeds = {tf.constant(1f).asOutput()};
    return Stream.of(graph.addGradients(null, new Output<?>[] {loss.asOutput()}, weights, seeds))
        .map(gradient -> (Operand<TFloat32>) (Operand<?>) gradient)
        .toList();
  }
}
