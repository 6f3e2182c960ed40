package org.tweedie.app.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * A training step as one session call: noise, network, loss, gradients, optimizer and moving
 * average. Used by one thread.
 */
public final class TrainingGraph implements AutoCloseable {

  private static final long FIRST_FURTHER_NOISE = 1 << 15;

  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final ParameterGraph parameters;
  private final GraphDenoising batch;
  private final AdamW optimizer;
  private final Placeholder<TInt64> seed;
  private final Shape shape;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> diffusion;
  private final Op step;

  /**
   * Builds the graph; {@link #initialize} or {@link #load} must follow before the first step.
   *
   * @param data shape and classes
   * @param network what is trained
   * @param objective for what
   * @param batchSize examples a step, at least 1
   * @param optimizerSettings how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public TrainingGraph(
      DataDescription data,
      DenoiserNetwork network,
      Objective objective,
      int batchSize,
      OptimizerSettings optimizerSettings,
      SessionSettings settings) {
    Ops tf = Ops.create(graph);
    shape = Tensors.batch(batchSize, data.shape());
    variables = new Variables(tf);
    seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    parameters = new ParameterGraph(tf, variables, Optional.of(seed));
    batch = new GraphDenoising(parameters, network, shape, objective, index -> noise(tf, index));
    loss = mean(tf, objective.loss(batch));
    diffusion =
        mean(
            tf,
            SignalError.weighted(batch, objective.predicts(), SignalError.logBoundWeight(batch)));
    optimizer = new AdamW(tf, variables, parameters.parameters(), gradients(tf), optimizerSettings);
    step = optimizer.step();
    session = settings.open(graph);
  }

  /**
   * Gives weights their starting values, which the seed settles; moments start at zero and the
   * average at the weights.
   */
  public void initialize(long seedOfWeights) {
    Map<String, float[]> weights = Weights.initial(parameters, seedOfWeights);
    Map<String, float[]> state = new LinkedHashMap<>(weights);
    weights.forEach(
        (name, values) -> {
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

  /**
   * Weights, moments and average, by variable name: all that a step depends on beside its input.
   */
  public Map<String, float[]> state() {
    return variables.read(session);
  }

  /** The shapes of all that {@link #state} gives. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    variables.all().forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }

  /** The weights within a state: the averaged ones or those that gradients are taken of. */
  public static Map<String, float[]> weights(Map<String, float[]> state, boolean averaged) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    state.forEach(
        (name, values) -> {
          if (name.startsWith(AdamW.AVERAGE)) {
            String parameter = name.substring(AdamW.AVERAGE.length());
            weights.put(parameter, averaged ? values : state.get(parameter));
          }
        });
    return weights;
  }

  /**
   * What a step is fed, as tensors. May be made by another thread while a step runs.
   *
   * @param placeholders where each tensor goes
   * @param tensors the tensors, closed with the feed
   */
  public record Feed(List<Operand<?>> placeholders, List<? extends Tensor> tensors)
      implements AutoCloseable {
    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  /** Puts a step's input into tensors; the caller closes them. */
  public Feed feed(TrainingInput input) {
    List<Operand<?>> placeholders = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    placeholders.add(batch.signalFeed());
    tensors.add(Tensors.floats(shape, input.signal().values()));
    placeholders.add(batch.labelFeed());
    tensors.add(Tensors.ints(input.labels()));
    placeholders.add(batch.levelFeed());
    tensors.add(levels(input.levels(), input.slopes()));
    for (int i = 0; i < batch.earlierLevelFeeds().size(); i++) {
      placeholders.add(batch.earlierLevelFeeds().get(i));
      tensors.add(levels(input.earlier().get(i), input.slopes()));
    }
    placeholders.add(optimizer.rates());
    tensors.add(Tensors.floats(Shape.of(4), optimizer.ratesAt(input.step())));
    placeholders.add(seed);
    tensors.add(Tensors.longs(input.seed(), input.step() << 16));
    return new Feed(placeholders, tensors);
  }

  /** Takes one step. */
  public StepResult step(Feed feed) {
    Session.Runner runner = session.runner();
    for (int i = 0; i < feed.tensors().size(); i++) {
      runner.feed(feed.placeholders().get(i), feed.tensors().get(i));
    }
    try (Result result =
        runner.fetch(loss).fetch(diffusion).fetch(optimizer.gradientNorm()).addTarget(step).run()) {
      return new StepResult(scalar(result, 0), scalar(result, 1), scalar(result, 2));
    }
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** Dropout draws by the seed's next numbers, so further noise takes them from far away. */
  private Operand<TFloat32> noise(Ops tf, int index) {
    Operand<TInt64> own =
        index == 0
            ? seed
            : tf.math.add(seed, tf.constant(new long[] {0, FIRST_FURTHER_NOISE + index}));
    return tf.random.statelessRandomNormal(tf.constant(shape.asArray()), own);
  }

  private static TFloat32 levels(NoiseLevel[] levels, double[] slopes) {
    float[] rows = GraphDenoising.rows(levels, slopes);
    return Tensors.floats(Shape.of(levels.length, rows.length / levels.length), rows);
  }

  private static double scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> losses) {
    return tf.math.mean(losses, tf.constant(0));
  }

  private List<Operand<TFloat32>> gradients(Ops tf) {
    List<String> names = List.copyOf(parameters.parameters().keySet());
    Output<?>[] weights =
        parameters.parameters().values().stream()
            .map(variable -> variable.value().asOutput())
            .toArray(Output<?>[]::new);
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> gradient : addGradients(tf, weights)) {
      // An unconnected input may give an output without an operation, which would fail much later.
      if (((GraphOperation) gradient.op()).getUnsafeNativeHandle().isNull()) {
        throw unreached(names.get(gradients.size()));
      }
      @SuppressWarnings("unchecked")
      Operand<TFloat32> typed = (Operand<TFloat32>) (Operand<?>) gradient;
      gradients.add(typed);
    }
    return gradients;
  }

  private Output<?>[] addGradients(Ops tf, Output<?>[] weights) {
    // Without a seed of its own, TensorFlow's gradient of a gradient fails; with one, both work.
    Output<?>[] seeds = {tf.constant(1f).asOutput()};
    try {
      return graph.addGradients(null, new Output<?>[] {loss.asOutput()}, weights, seeds);
    } catch (TFInvalidArgumentException e) {
      // An unconnected input may also be told of, by the name of the operation that reads it.
      throw parameters.parameters().entrySet().stream()
          .filter(
              entry -> e.getMessage().contains("'" + entry.getValue().value().op().name() + "'"))
          .findFirst()
          .<RuntimeException>map(entry -> unreached(entry.getKey()))
          .orElse(e);
    }
  }

  private static IllegalArgumentException unreached(String parameter) {
    return new IllegalArgumentException("the loss does not depend on the parameter " + parameter);
  }
}
