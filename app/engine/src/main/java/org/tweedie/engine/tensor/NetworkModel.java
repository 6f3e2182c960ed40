package org.tweedie.engine.tensor;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.problem.ModelFailure;

/**
 * A network with weights, as a model. Predictions and gradients may be asked for by many threads at
 * once; {@link #load} must not run beside them.
 *
 * <p>A gradient is one session call, as a prediction is. Its operations are added to the graph when
 * the first one is asked for, so a model that only predicts does not pay for them.
 */
public final class NetworkModel implements DiffusionModel, AutoCloseable {

  /** alpha, sigma and log SNR. */
  private static final int LEVEL_ROWS = 3;

  /** Those, and how fast alpha and sigma change. */
  private static final int MOVING_ROWS = 5;

  /** By how much a time that was calculated may lie beyond the ends. */
  private static final double ROUNDING = 1e-9;

  private final DataDescription data;
  private final boolean labelsHidden;
  private final Function<Map<String, float[]>, NoiseSchedule> schedules;
  private final Preconditioned network;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final Variables variables;
  private final Placeholder<TFloat32> z;
  private final Placeholder<TFloat32> levels;
  private final Placeholder<TInt32> label;
  private final ConditionFeed conditions;
  private final NetworkOutput output;
  private final Map<String, Shape> shapes;
  private volatile NoiseSchedule schedule;
  private Optional<PullBack> pullBack = Optional.empty();

  /** The vector-Jacobian product of the prediction by the latents. */
  private record PullBack(Placeholder<TFloat32> cotangent, Operand<TFloat32> gradient) {}

  /** A model of a run's network; {@link #load} must follow before the first prediction. */
  public NetworkModel(Assembly parts, SessionSettings settings) {
    data = parts.data();
    labelsHidden = parts.labelDropout() == 1;
    schedule = parts.schedule();
    schedules = weights -> TrainedSchedule.of(parts, weights);
    network = Preconditioned.of(parts);
    try {
      variables = new Variables(tf);
      z = tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
      levels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(rows(network), -1)));
      label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
      ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty(), settings);
      GraphLevel still = GraphLevel.withoutSlope(tf, row(0), row(1), row(2));
      GraphLevel level =
          rows(network) == MOVING_ROWS ? still.moving(new GraphLevel.Rate(row(3), row(4))) : still;
      conditions = new ConditionFeed(parameters, parts, -1);
      output = network.output(parameters, z, level, label, conditions.condition());
      Map<String, Shape> all = Weights.shapes(parameters);
      parts.learnedSchedule().map(TrainedSchedule::shapes).ifPresent(all::putAll);
      shapes = Collections.unmodifiableMap(all);
      session = settings.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private static int rows(Preconditioned network) {
    return network.predicts() == Parameterization.FLOW ? MOVING_ROWS : LEVEL_ROWS;
  }

  private Operand<TFloat32> row(int index) {
    return tf.gather(levels, tf.constant(index), tf.constant(0));
  }

  /**
   * Gives the network its weights, and with them the schedule where it is learned.
   *
   * @param weights values by parameter name, in row-major order
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    variables.load(session, weights);
    schedule = schedules.apply(weights);
  }

  /** The shape of every parameter, by name: the network's, and a learned schedule's. */
  public Map<String, Shape> parameters() {
    return shapes;
  }

  @Override
  public NoiseSchedule schedule() {
    return schedule;
  }

  @Override
  public Prediction predict(Batch latents, double[] times, Condition condition) {
    check(latents, times, condition);
    NoiseLevel[] at = at(times);
    try (TFloat32 feedZ = latents(latents);
        TFloat32 feedLevels = fed(at);
        TInt32 feedLabel = labels(condition);
        Feeds told = Feeds.of(feeds -> conditions.feed(condition, feeds));
        Result result = runner(feedZ, feedLevels, feedLabel, told).run()) {
      return prediction(latents, at, result);
    }
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
    NoiseLevel[] at = at(times);
    try (TFloat32 feedZ = latents(latents);
        TFloat32 feedLevels = fed(at);
        TInt32 feedLabel = labels(condition);
        TFloat32 feedCotangent = latents(cotangent);
        Feeds told = Feeds.of(feeds -> conditions.feed(condition, feeds));
        Result result =
            runner(feedZ, feedLevels, feedLabel, told)
                .feed(product.cotangent, feedCotangent)
                .fetch(product.gradient)
                .run()) {
      return prediction(latents, at, result)
          .differentiated(cotangent, batch(result, result.size() - 1));
    }
  }

  /** Added to the graph by the first thread that asks; TensorFlow lets others run meanwhile. */
  private synchronized PullBack pullBack() {
    if (pullBack.isEmpty()) {
      Placeholder<TFloat32> cotangent =
          tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
      Operand<TFloat32> gradient =
          Objects.requireNonNull(
              LossGradients.byOperand(
                      graph, List.of(output.prediction()), List.of(cotangent), Map.of("z", z))
                  .get("z"));
      pullBack = Optional.of(new PullBack(cotangent, gradient));
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
    for (double time : times) {
      if (!(time >= -ROUNDING && time <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "the model is asked for time %s, and times lie between 0 and 1".formatted(time));
      }
    }
  }

  private NoiseLevel[] at(double[] times) {
    return schedule.movingAt(times);
  }

  private TFloat32 latents(Batch latents) {
    return Tensors.floats(Tensors.batch(latents.count(), data.shape()), latents.values());
  }

  private TFloat32 fed(NoiseLevel... at) {
    return levels(rows(network), at);
  }

  /** Noise levels as they are fed: a row of each of their numbers. */
  static TFloat32 levels(NoiseLevel... at) {
    return levels(LEVEL_ROWS, at);
  }

  private static TFloat32 levels(int rowsFed, NoiseLevel... at) {
    int count = at.length;
    float[] rows = new float[rowsFed * count];
    for (int i = 0; i < count; i++) {
      rows[i] = (float) at[i].alpha();
      rows[count + i] = (float) at[i].sigma();
      rows[2 * count + i] = GraphLevel.boundedLogSnr(at[i].logSnr());
      if (rowsFed == MOVING_ROWS) {
        rows[3 * count + i] = GraphLevel.boundedRate(at[i].rate().alpha());
        rows[4 * count + i] = GraphLevel.boundedRate(at[i].rate().sigma());
      }
    }
    return Tensors.floats(Shape.of(rowsFed, count), rows);
  }

  private TInt32 labels(Condition condition) {
    int[] labels = new int[condition.count()];
    for (int i = 0; i < labels.length; i++) {
      boolean none = labelsHidden || condition.label(i) == Condition.NONE;
      labels[i] = none ? data.classes().size() : condition.label(i);
    }
    return Tensors.ints(labels);
  }

  private Prediction prediction(Batch latents, NoiseLevel[] at, Result result) {
    Prediction raw = Prediction.of(network.predicts(), latents, at, batch(result, 0));
    Prediction prediction =
        output.varianceFraction().isEmpty() ? raw : raw.withVarianceFraction(batch(result, 1));
    if (!prediction.isFinite()) {
      throw notFinite(latents, at, batch(result, 0));
    }
    return prediction;
  }

  private static ModelFailure notFinite(Batch latents, NoiseLevel[] at, Batch output) {
    int example = output.notFinite().orElse(0) / output.shape().size();
    boolean asked = latents.notFinite().isPresent();
    return new ModelFailure(
        String.format(
            Locale.ROOT,
            "The network gives %s at a log SNR of %.3g%s.",
            output.notFinite().isPresent()
                ? "the value " + output.values()[output.notFinite().getAsInt()]
                : "a variance that is no number",
            at[example].logSnr(),
            asked
                ? ", since it was asked of latents that are no numbers themselves: whoever draws"
                    + " has left them"
                : ": its weights are of no use there, as after a training that diverged"));
  }

  private Batch batch(Result result, int index) {
    return Batch.of(data.shape(), Tensors.values((TFloat32) result.get(index)));
  }

  /** The bare session call, told nothing but classes. */
  Result run(TFloat32 feedZ, TFloat32 feedLevels, TInt32 feedLabel) {
    int count = Math.toIntExact(feedLabel.size());
    try (Feeds none = Feeds.of(feeds -> conditions.feed(Condition.none(count), feeds))) {
      return runner(feedZ, feedLevels, feedLabel, none).run();
    }
  }

  private Session.Runner runner(TFloat32 feedZ, TFloat32 feedLevels, TInt32 feedLabel, Feeds told) {
    Session.Runner runner =
        session
            .runner()
            .feed(z, feedZ)
            .feed(levels, feedLevels)
            .feed(label, feedLabel)
            .fetch(output.prediction());
    told.to(runner, 0);
    output.varianceFraction().ifPresent(runner::fetch);
    return runner;
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
