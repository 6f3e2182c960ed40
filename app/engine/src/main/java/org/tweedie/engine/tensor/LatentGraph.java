package org.tweedie.engine.tensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
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
  private final StepProgram program;
  private final LatentTraining training;
  private final Shape shape;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TFloat32> weight;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> bound;
  private final Operand<TFloat32> losses;

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
      Variables variables = new Variables(tf);
      BatchParts partly = new BatchParts(tf, accumulate, shape);
      signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      weight = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      SessionSettings whole = settings.undivided();
      ParameterGraph parameters =
          new ParameterGraph(tf, variables, Optional.of(partly.ownSeed()), whole);
      LatentDraws draws = LatentDraws.of(tf, parts, partly, batchSize, training.samples());
      LatentCosts costs = new LatentCosts(parameters, parts, draws).of(signal);
      double bits = 1 / (parts.data().shape().size() * Math.log(2));
      Operand<TFloat32> toBits = tf.constant((float) bits);
      losses = tf.math.mul(costs.bound(), toBits);
      bound =
          tf.math.mul(
              tf.math.mean(costs.bound(), tf.constant(0)),
              tf.constant(1f / parts.data().shape().size()));
      loss = tf.math.mul(costs.objective(weight), toBits);
      Updates.Group weights = StepProgram.group(graph, loss, tf.constant(1f), parameters, partly);
      Updates updates = new Updates(tf, variables, List.of(weights), how);
      program = new StepProgram(graph, variables, parameters, partly, updates, whole);
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
      return Weights.shapes(parameters);
    }
  }

  @Override
  public void initialize(
      long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged) {
    program.initialize(seedOfWeights, known, averaged);
  }

  @Override
  public void load(Map<String, float[]> state) {
    program.load(state);
  }

  @Override
  public Map<String, float[]> state() {
    return program.state();
  }

  @Override
  public Map<String, Shape> shapes() {
    return program.shapes();
  }

  @Override
  public Feeds feed(TrainingInput input) {
    return program.feed(
        input,
        (part, feeds) -> {
          feeds.add(signal, Tensors.floats(shape, part.signal().values()));
          feeds.add(
              weight, Tensors.floats(Shape.scalar(), new float[] {(float) warm(part.step())}));
        });
  }

  /** What the latents' divergences count in a step. */
  private double warm(long number) {
    return training.warmup() == 0 ? 1 : Math.min(1, (double) number / training.warmup());
  }

  @Override
  public StepResult step(Feeds feeds) {
    return StepResult.ofParts(
        program.run(
            feeds,
            List.of(loss, bound, losses),
            (found, gradientNorm) ->
                new StepResult(
                    StepProgram.scalar(found, 0),
                    StepProgram.scalar(found, 1),
                    gradientNorm,
                    OptionalDouble.empty(),
                    Tensors.values((TFloat32) found.get(2)))));
  }

  @Override
  public void close() {
    program.close();
  }
}
