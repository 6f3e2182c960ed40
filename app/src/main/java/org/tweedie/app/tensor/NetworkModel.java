package org.tweedie.app.tensor;

import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A network with weights, as a model. Predictions may be asked for by many threads at once; {@link
 * #load} must not run beside them.
 */
public final class NetworkModel implements DiffusionModel, AutoCloseable {

  /** alpha, sigma and log SNR. */
  private static final int LEVEL_ROWS = 3;

  private final DataDescription data;
  private final NoiseSchedule schedule;
  private final Preconditioned network;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Placeholder<TFloat32> z;
  private final Placeholder<TFloat32> levels;
  private final Placeholder<TInt32> label;
  private final Operand<TFloat32> output;

  /**
   * Builds the network's graph; {@link #load} must follow before the first prediction.
   *
   * @param data shape and classes
   * @param schedule the schedule that the network was trained with
   * @param network what it looks like, and what its output stands for
   * @param settings how TensorFlow runs it
   */
  public NetworkModel(
      DataDescription data,
      NoiseSchedule schedule,
      Preconditioned network,
      SessionSettings settings) {
    this.data = data;
    this.schedule = schedule;
    this.network = network;
    Ops tf = Ops.create(graph);
    variables = new Variables(tf);
    z = tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
    levels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(LEVEL_ROWS, -1)));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty());
    NetworkInput input = new NetworkInput(z, row(tf, 2), label);
    output = network.output(parameters, input, row(tf, 0), row(tf, 1));
    session = settings.open(graph);
  }

  /**
   * Gives the network its weights.
   *
   * @param weights values by parameter name, in row-major order
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    variables.load(session, weights);
  }

  @Override
  public NoiseSchedule schedule() {
    return schedule;
  }

  @Override
  public Prediction predict(Batch latents, double[] times, Condition condition) {
    int count = latents.count();
    if (times.length != count || condition.count() != count) {
      throw new IllegalArgumentException(
          "%d latents, %d times and %d conditions do not match"
              .formatted(count, times.length, condition.count()));
    }
    NoiseLevel[] at = new NoiseLevel[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      at[i] = schedule.at(times[i]);
      labels[i] = condition.label(i) == Condition.NONE ? data.classes().size() : condition.label(i);
    }
    return Prediction.of(network.predicts(), latents, at, output(latents, rows(at), labels));
  }

  private Batch output(Batch latents, float[] rows, int[] labels) {
    try (TFloat32 feedZ =
            Tensors.floats(Tensors.batch(latents.count(), data.shape()), latents.values());
        TFloat32 feedLevels = Tensors.floats(Shape.of(LEVEL_ROWS, latents.count()), rows);
        TInt32 feedLabel = Tensors.ints(labels);
        Result result = run(feedZ, feedLevels, feedLabel)) {
      return Batch.of(data.shape(), Tensors.values((TFloat32) result.get(0)));
    }
  }

  /** Noise levels as they are fed: a row of each of their numbers. */
  static float[] rows(NoiseLevel... levels) {
    int count = levels.length;
    float[] rows = new float[LEVEL_ROWS * count];
    for (int i = 0; i < count; i++) {
      rows[i] = (float) levels[i].alpha();
      rows[count + i] = (float) levels[i].sigma();
      rows[2 * count + i] = GraphLevel.boundedLogSnr(levels[i].logSnr());
    }
    return rows;
  }

  private Operand<TFloat32> row(Ops tf, int index) {
    return tf.gather(levels, tf.constant(index), tf.constant(0));
  }

  /** The bare session call. */
  Result run(TFloat32 feedZ, TFloat32 feedLevels, TInt32 feedLabel) {
    return session
        .runner()
        .feed(z, feedZ)
        .feed(levels, feedLevels)
        .feed(label, feedLabel)
        .fetch(output)
        .run();
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
