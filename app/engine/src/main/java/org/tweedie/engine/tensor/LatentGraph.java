package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.LatentTraining;

/**
 * A step of training a chain of latents as one session call: encoders, latents by the
 * reparameterisation trick (Kingma and Welling, arXiv 1312.6114), decoders, bound, gradients,
 * optimizer and averages. Used by one thread.
 */
public final class LatentGraph implements StepGraph {

  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final ParameterGraph parameters;
  private final Updates updates;
  private final LatentTraining training;
  private final Shape shape;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TFloat32> weight;
  private final BatchParts partly;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> bound;
  private final Operand<TFloat32> losses;
  private final List<Op> before;
  private final Op step;

  /**
   * Builds the graph; {@link #initialize} or {@link #load} must follow before the first step.
   *
   * @param parts the chain
   * @param batchSize examples that the networks see at once, at least 1
   * @param accumulate how many times as many a step sees, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public LatentGraph(
      LatentParts parts,
      int batchSize,
      int accumulate,
      UpdateSettings how,
      SessionSettings settings) {
    try {
      Ops tf = Ops.create(graph);
      training = parts.design().training();
      shape = Tensors.batch(batchSize, parts.data().shape());
      variables = new Variables(tf);
      partly = new BatchParts(tf, accumulate, shape);
      signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      weight = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      parameters = new ParameterGraph(tf, variables, Optional.of(partly.ownSeed()));
      LatentCosts costs = new LatentCosts(parameters, parts, partly, batchSize).of(signal);
      double bits = 1 / (parts.data().shape().size() * Math.log(2));
      Operand<TFloat32> toBits = tf.constant((float) bits);
      losses = tf.math.mul(costs.bound(), toBits);
      bound =
          tf.math.mul(
              tf.math.mean(costs.bound(), tf.constant(0)),
              tf.constant(1f / parts.data().shape().size()));
      loss = tf.math.mul(costs.objective(weight), toBits);
      Map<String, Operand<TFloat32>> gradients =
          LossGradients.of(graph, List.of(loss), List.of(tf.constant(1f)), parameters.parameters());
      Updates.Group weights =
          new Updates.Group(
              parameters.parameters(), partly.mean(parameters.parameters(), gradients), true);
      updates = new Updates(tf, variables, List.of(weights), how);
      before = partly.before();
      step = updates.step();
      session = settings.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** The shape of every parameter of a chain, by name; builds a graph and throws it away. */
  public static Map<String, Shape> parameters(LatentParts parts) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.empty());
      LatentOutputs.of(parameters, parts);
      Map<String, Shape> shapes = new LinkedHashMap<>();
      parameters.parameters().forEach((name, variable) -> shapes.put(name, variable.shape()));
      return shapes;
    }
  }

  @Override
  public void initialize(
      long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged) {
    load(updates.start(Weights.initial(parameters, seedOfWeights, known), averaged));
  }

  @Override
  public void load(Map<String, float[]> state) {
    variables.load(session, state);
  }

  @Override
  public Map<String, float[]> state() {
    return variables.read(session);
  }

  @Override
  public Map<String, Shape> shapes() {
    return variables.shapes();
  }

  @Override
  public Feeds feed(TrainingInput input) {
    return Feeds.of(
        feeds -> {
          for (int part = 0; part < partly.count(); part++) {
            if (part > 0) {
              feeds.next();
            }
            TrainingInput own = partly.count() == 1 ? input : input.part(part, partly.count());
            feeds.add(signal, Tensors.floats(shape, own.signal().values()));
            feeds.add(
                weight, Tensors.floats(Shape.scalar(), new float[] {(float) warm(input.step())}));
            partly.feed(part, input.seed(), input.step(), feeds);
          }
          updates.feed(input.step(), feeds);
        });
  }

  /** What the latents' divergences count in a step. */
  private double warm(long number) {
    return training.warmup() == 0 ? 1 : Math.min(1, (double) number / training.warmup());
  }

  @Override
  public StepResult step(Feeds feeds) {
    List<StepResult> found = new ArrayList<>();
    int last = partly.count() - 1;
    for (int part = 0; part <= last; part++) {
      Session.Runner runner = session.runner();
      feeds.to(runner, part);
      runner.fetch(loss).fetch(bound).fetch(losses);
      if (part == last) {
        runner.fetch(updates.gradientNorm()).addTarget(step);
      } else {
        runner.addTarget(before.get(part));
      }
      try (Result result = runner.run()) {
        found.add(
            new StepResult(
                scalar(result, 0),
                scalar(result, 1),
                part == last ? scalar(result, 3) : 0,
                OptionalDouble.empty(),
                Tensors.values((TFloat32) result.get(2))));
      }
    }
    return StepResult.ofParts(found);
  }

  private static double scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
