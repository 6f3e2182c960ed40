package org.tweedie.engine.tensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Assembly;

/**
 * A step of training a classifier of noisy examples as one session call: noise, network,
 * cross-entropy, gradients, optimizer and averages. Used by one thread.
 */
public final class ClassifierGraph implements AutoCloseable {

  /** What a step found: the mean cross-entropy in nats, and the gradient's norm. */
  public record Step(double crossEntropy, double gradientNorm) {}

  private final Graph graph = new Graph();
  private final StepProgram program;
  private final Shape shape;
  private final Placeholder<TFloat32> signal;
  private final BatchLevels levels;
  private final Placeholder<TInt32> label;
  private final Operand<TFloat32> loss;

  /**
   * Builds the graph; {@link #initialize} must follow before the first step.
   *
   * @param parts what is trained, and on what
   * @param batchSize examples that the network sees at once, at least 1
   * @param accumulate how many times as many a step sees, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public ClassifierGraph(
      Assembly parts, int batchSize, int accumulate, UpdateSettings how, SessionSettings settings) {
    try {
      Ops tf = Ops.create(graph);
      DataDescription data = parts.data();
      shape = Tensors.batch(batchSize, data.shape());
      Variables variables = new Variables(tf);
      BatchParts partly = new BatchParts(tf, accumulate, shape);
      signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      levels = new FedLevels(tf, batchSize, parts.schedule(), OptionalInt.empty());
      GraphLevel level = levels.earlier(0);
      label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(batchSize)));
      ParameterGraph parameters =
          new ParameterGraph(tf, variables, Optional.of(partly.ownSeed()), settings);
      Operand<TFloat32> noise = partly.noise(0);
      Operand<TFloat32> latent =
          tf.math.add(
              tf.math.mul(SignalError.perExample(tf, level.alpha(), shape), signal),
              tf.math.mul(SignalError.perExample(tf, level.sigma(), shape), noise));
      Operand<TFloat32> logProbabilities =
          new Logits(parts.network(), data).logProbabilities(parameters, latent, level.logSnr());
      Operand<TFloat32> chosen = Logits.ofClass(tf, logProbabilities, label, data.classes().size());
      loss = tf.math.neg(tf.math.mean(chosen, tf.constant(0)));
      Updates.Group weights = StepProgram.group(graph, loss, tf.constant(1f), parameters, partly);
      Updates updates = new Updates(tf, variables, List.of(weights), how);
      program = new StepProgram(graph, variables, parameters, partly, updates, settings);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Gives weights their starting values, which the seed settles; the average starts with them. */
  public void initialize(long seedOfWeights) {
    initialize(seedOfWeights, Map.of(), Map.of());
  }

  /** The same, but for weights and averages that are there already, by parameter. */
  public void initialize(
      long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged) {
    program.initialize(seedOfWeights, known, averaged);
  }

  /**
   * Goes on from a state that {@link #state} gave.
   *
   * @throws IllegalArgumentException if a value is missing or has another size
   */
  public void load(Map<String, float[]> state) {
    program.load(state);
  }

  /** Weights, averages and what the optimizer keeps, by variable name. */
  public Map<String, float[]> state() {
    return program.state();
  }

  /** The shapes of all that {@link #state} gives. */
  public Map<String, Shape> shapes() {
    return program.shapes();
  }

  /** Takes one step; the weights of times play no part. */
  public Step step(TrainingInput input) {
    try (Feeds feeds = program.feed(input, this::feed)) {
      List<Step> parts =
          program.run(
              feeds,
              List.of(loss),
              (found, gradientNorm) -> new Step(StepProgram.scalar(found, 0), gradientNorm));
      double crossEntropy = 0;
      for (Step part : parts) {
        crossEntropy += part.crossEntropy() / parts.size();
      }
      return new Step(crossEntropy, parts.get(parts.size() - 1).gradientNorm());
    }
  }

  private void feed(TrainingInput part, Feeds feeds) {
    feeds.add(signal, Tensors.floats(shape, part.signal().values()));
    levels.feed(part, feeds);
    feeds.add(label, Tensors.ints(part.labels()));
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    program.close();
  }
}
