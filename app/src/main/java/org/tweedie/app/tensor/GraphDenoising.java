package org.tweedie.app.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * A training batch inside a graph: examples, labels and noise levels are fed, noise is drawn from
 * the step's seed.
 */
final class GraphDenoising implements Denoising {

  /** alpha, sigma, log SNR and its slope. */
  private static final int LEVEL_COLUMNS = 4;

  private final ParameterGraph graph;
  private final Ops tf;
  private final DenoiserNetwork network;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TInt32> label;
  private final Placeholder<TFloat32> levels;
  private final List<Placeholder<TFloat32>> earlierLevels;
  private final IntFunction<Operand<TFloat32>> draws;
  private final Operand<TFloat32> noise;
  private final Operand<TFloat32> latent;
  private final GraphLevel level;
  private final NetworkOutput output;

  /**
   * A batch.
   *
   * @param shape of the batch, all sizes known
   * @param objective what it is for
   * @param draws standard normal noise of that shape, by index: 0 is the batch's own
   */
  GraphDenoising(
      ParameterGraph graph,
      DenoiserNetwork network,
      Shape shape,
      Objective objective,
      IntFunction<Operand<TFloat32>> draws) {
    this.graph = graph;
    this.tf = graph.tf();
    this.network = network;
    this.draws = draws;
    noise = draws.apply(0);
    long count = shape.get(0);
    signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(count)));
    levels = levelPlaceholder(count);
    earlierLevels =
        Stream.generate(() -> levelPlaceholder(count)).limit(objective.earlierLevels()).toList();
    level = columns(levels);
    latent =
        tf.math.add(
            tf.math.mul(perExample(level.alpha()), signal),
            tf.math.mul(perExample(level.sigma()), noise));
    NetworkInput input =
        new NetworkInput(latent, level.logSnr(), label, NetworkOutput.count(objective));
    output = NetworkOutput.of(graph, network, input);
  }

  Placeholder<TFloat32> signalFeed() {
    return signal;
  }

  Placeholder<TInt32> labelFeed() {
    return label;
  }

  Placeholder<TFloat32> levelFeed() {
    return levels;
  }

  /** One for each step back. */
  List<Placeholder<TFloat32>> earlierLevelFeeds() {
    return earlierLevels;
  }

  /** Noise levels as they are fed, one row an example. */
  static float[] rows(NoiseLevel[] levels, double[] slopes) {
    float[] rows = new float[levels.length * LEVEL_COLUMNS];
    for (int i = 0, k = 0; i < levels.length; i++) {
      rows[k++] = (float) levels[i].alpha();
      rows[k++] = (float) levels[i].sigma();
      rows[k++] = GraphLevel.boundedLogSnr(levels[i].logSnr());
      rows[k++] = GraphLevel.boundedSlope(slopes[i]);
    }
    return rows;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  @Override
  public Operand<TFloat32> signal() {
    return signal;
  }

  @Override
  public Operand<TFloat32> noise() {
    return noise;
  }

  @Override
  public Operand<TFloat32> latent() {
    return latent;
  }

  @Override
  public GraphLevel level() {
    return level;
  }

  @Override
  public GraphLevel earlierLevel(int steps) {
    if (steps > earlierLevels.size()) {
      throw new IllegalStateException(
          "the objective announces %d earlier levels, and asks for the level %d steps earlier"
              .formatted(earlierLevels.size(), steps));
    }
    return columns(earlierLevels.get(steps - 1));
  }

  @Override
  public Operand<TFloat32> moreNoise(int index) {
    return draws.apply(index + 1);
  }

  @Override
  public Operand<TFloat32> output() {
    return output.prediction();
  }

  @Override
  public Operand<TFloat32> varianceFraction() {
    return output
        .varianceFraction()
        .orElseThrow(() -> new IllegalStateException("the objective does not learn the variance"));
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> otherLatent, Operand<TFloat32> logSnr) {
    int outputs = output.varianceFraction().isPresent() ? 2 : 1;
    NetworkInput input = new NetworkInput(otherLatent, logSnr, label, outputs);
    return NetworkOutput.of(graph, network, input).prediction();
  }

  private Placeholder<TFloat32> levelPlaceholder(long count) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(count, LEVEL_COLUMNS)));
  }

  private GraphLevel columns(Operand<TFloat32> rows) {
    return new GraphLevel(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3));
  }

  private Operand<TFloat32> column(Operand<TFloat32> rows, int index) {
    Operand<TFloat32> slice =
        tf.slice(rows, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
    return tf.reshape(slice, tf.constant(new int[] {-1}));
  }

  private Operand<TFloat32> perExample(Operand<TFloat32> values) {
    int[] sizes = new int[signal.shape().numDimensions()];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    return tf.reshape(values, tf.constant(sizes));
  }
}
