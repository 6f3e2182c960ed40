package org.tweedie.app.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
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
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A network with weights, as a model. Predictions may be asked for by many threads at once; {@link
 * #load} must not run beside them.
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
  private final NetworkOutput output;

  /** A model of a network that puts out its prediction alone. */
  public NetworkModel(
      DataDescription data,
      NoiseSchedule schedule,
      DenoiserNetwork network,
      Parameterization parameterization,
      SessionSettings settings) {
    this(data, schedule, network, parameterization, 1, settings);
  }

  /** A model of a network that was trained for an objective. */
  public NetworkModel(
      DataDescription data,
      NoiseSchedule schedule,
      DenoiserNetwork network,
      Objective objective,
      SessionSettings settings) {
    this(data, schedule, network, objective.predicts(), NetworkOutput.count(objective), settings);
  }

  /**
   * Builds the network's graph; {@link #load} must follow before the first prediction.
   *
   * @param data shape and classes
   * @param schedule the schedule that the network was trained with
   * @param network what it looks like
   * @param parameterization what its output stands for
   * @param outputs how many tensors it puts out: 2 where it tells the reverse variance too
   * @param settings how TensorFlow runs it
   */
  private NetworkModel(
      DataDescription data,
      NoiseSchedule schedule,
      DenoiserNetwork network,
      Parameterization parameterization,
      int outputs,
      SessionSettings settings) {
    this.data = data;
    this.schedule = schedule;
    this.parameterization = parameterization;
    Ops tf = Ops.create(graph);
    variables = new Variables(tf);
    z = tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
    logSnr = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty());
    output = NetworkOutput.of(parameters, network, new NetworkInput(z, logSnr, label, outputs));
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
    NoiseLevel[] levels = new NoiseLevel[count];
    float[] logSnrs = new float[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      levels[i] = schedule.at(times[i]);
      logSnrs[i] = GraphLevel.boundedLogSnr(levels[i].logSnr());
      labels[i] = condition.label(i) == Condition.NONE ? data.classes().size() : condition.label(i);
    }
    List<Batch> outputs = outputs(latents, logSnrs, labels);
    Prediction prediction = Prediction.of(parameterization, latents, levels, outputs.get(0));
    return outputs.size() == 1 ? prediction : prediction.withVarianceFraction(outputs.get(1));
  }

  private List<Batch> outputs(Batch latents, float[] logSnrs, int[] labels) {
    try (TFloat32 feedZ =
            Tensors.floats(Tensors.batch(latents.count(), data.shape()), latents.values());
        TFloat32 feedLogSnr = Tensors.floats(Shape.of(logSnrs.length), logSnrs);
        TInt32 feedLabel = Tensors.ints(labels);
        Result result = run(feedZ, feedLogSnr, feedLabel)) {
      List<Batch> outputs = new ArrayList<>();
      for (int i = 0; i < result.size(); i++) {
        outputs.add(Batch.of(data.shape(), Tensors.values((TFloat32) result.get(i))));
      }
      return outputs;
    }
  }

  /** The bare session call. */
  Result run(TFloat32 feedZ, TFloat32 feedLogSnr, TInt32 feedLabel) {
    Session.Runner runner =
        session
            .runner()
            .feed(z, feedZ)
            .feed(logSnr, feedLogSnr)
            .feed(label, feedLabel)
            .fetch(output.prediction());
    output.varianceFraction().ifPresent(runner::fetch);
    return runner.run();
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
