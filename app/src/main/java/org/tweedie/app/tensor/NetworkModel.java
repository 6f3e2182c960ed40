package org.tweedie.app.tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
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
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A network with weights, as a model. Predictions and gradients may be asked for by many threads at
 * once; {@link #load} must not run beside them.
 *
 * <p>A gradient is one session call, as a prediction is. Its operations are added to the graph when
 * the first one is asked for, so a model that only predicts does not pay for them.
 */
public final class NetworkModel implements DiffusionModel, AutoCloseable {

  private final DataDescription data;
  private final NoiseSchedule schedule;
  private final Parameterization parameterization;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Placeholder<TFloat32> z;
  private final Placeholder<TFloat32> logSnr;
  private final Placeholder<TInt32> label;
  private final Operand<TFloat32> output;
  private final Ops tf;
  private Optional<PullBack> pullBack = Optional.empty();

  /** The vector-Jacobian product of the output by the latents. */
  private record PullBack(Placeholder<TFloat32> cotangent, Operand<TFloat32> gradient) {}

  /**
   * Builds the network's graph; {@link #load} must follow before the first prediction.
   *
   * @param data shape and classes
   * @param schedule the schedule that the network was trained with
   * @param network what it looks like
   * @param parameterization what its output stands for
   * @param settings how TensorFlow runs it
   */
  public NetworkModel(
      DataDescription data,
      NoiseSchedule schedule,
      DenoiserNetwork network,
      Parameterization parameterization,
      SessionSettings settings) {
    this.data = data;
    this.schedule = schedule;
    this.parameterization = parameterization;
    tf = Ops.create(graph);
    variables = new Variables(tf);
    z = tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
    logSnr = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty());
    output = network.output(parameters, new NetworkInput(z, logSnr, label));
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
    check(latents, times, condition);
    NoiseLevel[] levels = levels(times);
    return Prediction.of(parameterization, latents, levels, output(latents, levels, condition));
  }

  @Override
  public Differentiated differentiate(
      Batch latents, double[] times, Condition condition, Batch cotangent) {
    check(latents, times, condition);
    if (cotangent.count() != latents.count()) {
      throw new IllegalArgumentException(
          "%d latents and %d cotangents do not match"
              .formatted(latents.count(), cotangent.count()));
    }
    PullBack product = pullBack();
    NoiseLevel[] levels = levels(times);
    Shape shape = Tensors.batch(latents.count(), data.shape());
    try (TFloat32 feedZ = Tensors.floats(shape, latents.values());
        TFloat32 feedLogSnr = logSnrs(levels);
        TInt32 feedLabel = labels(condition);
        TFloat32 feedCotangent = Tensors.floats(shape, cotangent.values());
        Result result =
            runner(feedZ, feedLogSnr, feedLabel)
                .feed(product.cotangent, feedCotangent)
                .fetch(product.gradient)
                .run()) {
      return Prediction.of(parameterization, latents, levels, batch(result, 0))
          .differentiated(cotangent, batch(result, 1));
    }
  }

  /** Added to the graph by the first thread that asks; TensorFlow lets others run meanwhile. */
  private synchronized PullBack pullBack() {
    if (pullBack.isEmpty()) {
      Placeholder<TFloat32> cotangent =
          tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
      Output<?> gradient =
          graph
              .addGradients(
                  null,
                  new Output<?>[] {output.asOutput()},
                  new Output<?>[] {z.asOutput()},
                  new Output<?>[] {cotangent.asOutput()})[0];
      @SuppressWarnings("unchecked")
      Operand<TFloat32> typed = (Operand<TFloat32>) (Operand<?>) gradient;
      pullBack = Optional.of(new PullBack(cotangent, typed));
    }
    return pullBack.get();
  }

  private static void check(Batch latents, double[] times, Condition condition) {
    int count = latents.count();
    if (times.length != count || condition.count() != count) {
      throw new IllegalArgumentException(
          "%d latents, %d times and %d conditions do not match"
              .formatted(count, times.length, condition.count()));
    }
  }

  private NoiseLevel[] levels(double[] times) {
    return Arrays.stream(times).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
  }

  private static TFloat32 logSnrs(NoiseLevel[] levels) {
    float[] logSnrs = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      logSnrs[i] = GraphLevel.boundedLogSnr(levels[i].logSnr());
    }
    return Tensors.floats(Shape.of(levels.length), logSnrs);
  }

  private TInt32 labels(Condition condition) {
    int[] labels = new int[condition.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = condition.label(i) == Condition.NONE ? data.classes().size() : condition.label(i);
    }
    return Tensors.ints(labels);
  }

  private Batch output(Batch latents, NoiseLevel[] levels, Condition condition) {
    try (TFloat32 feedZ =
            Tensors.floats(Tensors.batch(latents.count(), data.shape()), latents.values());
        TFloat32 feedLogSnr = logSnrs(levels);
        TInt32 feedLabel = labels(condition);
        Result result = run(feedZ, feedLogSnr, feedLabel)) {
      return batch(result, 0);
    }
  }

  private Batch batch(Result result, int index) {
    return Batch.of(data.shape(), Tensors.values((TFloat32) result.get(index)));
  }

  /** The bare session call. */
  Result run(TFloat32 feedZ, TFloat32 feedLogSnr, TInt32 feedLabel) {
    return runner(feedZ, feedLogSnr, feedLabel).run();
  }

  private Session.Runner runner(TFloat32 feedZ, TFloat32 feedLogSnr, TInt32 feedLabel) {
    return session
        .runner()
        .feed(z, feedZ)
        .feed(logSnr, feedLogSnr)
        .feed(label, feedLabel)
        .fetch(output);
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
