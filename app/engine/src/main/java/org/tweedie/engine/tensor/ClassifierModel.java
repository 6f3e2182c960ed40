package org.tweedie.engine.tensor;

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
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.problem.ModelFailure;

/**
 * A network with weights, as a noise-conditional classifier. May be asked by many threads at once;
 * {@link #load} must not run beside them.
 */
public final class ClassifierModel implements Classifier, AutoCloseable {

  private final DataDescription data;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Placeholder<TFloat32> z;
  private final Placeholder<TFloat32> logSnr;
  private final Placeholder<TInt32> label;
  private final Operand<TFloat32> logProbabilities;
  private final Output<?> gradient;

  /**
   * Builds the graph; {@link #load} must follow before the first question.
   *
   * @param data shape and classes
   * @param network what the network looks like
   * @param settings how TensorFlow runs it
   */
  public ClassifierModel(DataDescription data, DenoiserNetwork network, SessionSettings settings) {
    this.data = data;
    try {
      Ops tf = Ops.create(graph);
      variables = new Variables(tf);
      z = tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape())));
      logSnr = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
      label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
      ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty(), settings);
      logProbabilities = new Logits(network, data).logProbabilities(parameters, z, logSnr);
      Operand<TFloat32> chosen = Logits.ofClass(tf, logProbabilities, label, data.classes().size());
      // The examples do not depend on one another, so the gradient of the sum is that of each.
      Operand<TFloat32> sum = tf.sum(chosen, tf.constant(0));
      gradient =
          graph
              .addGradients(
                  null,
                  new Output<?>[] {sum.asOutput()},
                  new Output<?>[] {z.asOutput()},
                  new Output<?>[] {tf.constant(1f).asOutput()})[0];
      session = settings.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** The shape of every parameter that such a classifier has, by name. */
  public static Map<String, Shape> shapes(DenoiserNetwork network, DataDescription data) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.empty());
      new Logits(network, data)
          .logProbabilities(
              parameters,
              tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(-1, data.shape()))),
              tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1))));
      return Weights.shapes(parameters);
    }
  }

  /** How many numbers such a classifier learns. */
  public static long count(DenoiserNetwork network, DataDescription data) {
    return shapes(network, data).values().stream().mapToLong(Shape::size).sum();
  }

  /**
   * Gives the network its weights.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    variables.load(session, weights);
  }

  @Override
  public Batch gradient(Batch latents, NoiseLevel[] levels, Condition condition) {
    int[] labels = new int[latents.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = condition.label(i);
    }
    return Batch.of(data.shape(), asked(latents, levels, labels, gradient));
  }

  /**
   * The log probability of every class of every latent.
   *
   * @return one row of {@code classes} values a latent
   */
  public float[] logProbabilities(Batch latents, NoiseLevel[] levels) {
    return asked(latents, levels, new int[latents.count()], logProbabilities.asOutput());
  }

  private float[] asked(Batch latents, NoiseLevel[] levels, int[] labels, Output<?> answer) {
    float[] logSnrs = new float[levels.length];
    for (int i = 0; i < logSnrs.length; i++) {
      logSnrs[i] = GraphLevel.boundedLogSnr(levels[i].logSnr());
    }
    try (TFloat32 feedZ =
            Tensors.floats(Tensors.batch(latents.count(), data.shape()), latents.values());
        TFloat32 feedLogSnr = Tensors.floats(Shape.of(logSnrs.length), logSnrs);
        TInt32 feedLabel = Tensors.ints(labels);
        Result result =
            session
                .runner()
                .feed(z, feedZ)
                .feed(logSnr, feedLogSnr)
                .feed(label, feedLabel)
                .fetch(answer)
                .run()) {
      return finite(Tensors.values((TFloat32) result.get(0)));
    }
  }

  private static float[] finite(float[] values) {
    for (float value : values) {
      // The probability of a class may be zero.
      if (Float.isNaN(value) || value == Float.POSITIVE_INFINITY) {
        throw new ModelFailure(
            "The classifier gives %s: its weights are of no use, as after a training that diverged."
                .formatted(value));
      }
    }
    return values;
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
