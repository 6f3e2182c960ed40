package org.tweedie.engine.tensor;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Teacher;

/**
 * A training batch inside a graph: examples and labels are fed, noise is drawn from the step's
 * seed, and where the noise levels come from is the business of {@link BatchLevels}.
 */
final class GraphDenoising implements Denoising {

  private final ParameterGraph graph;
  private final Ops tf;
  private final Preconditioned network;
  private final NetworkCondition condition;
  private final Operand<TFloat32> fed;
  private final Operand<TFloat32> signal;
  private final Placeholder<TInt32> label;
  private final BatchLevels levels;
  private final Objective objective;
  private final IntFunction<Operand<TFloat32>> draws;
  private final Operand<TFloat32> noise;
  private final Operand<TFloat32> latent;
  private final GraphLevel level;
  private final NetworkOutput output;
  private final Optional<Teacher> teacher;

  /**
   * A batch of examples that are fed.
   *
   * @param condition what is known of the examples beside their classes
   * @param shape of the batch, all sizes known
   * @param objective what it is for
   * @param levels where its noise levels come from
   * @param draws standard normal noise of that shape, by index: 0 is the batch's own
   * @param teachers what a network that is learned from predicts for examples of some classes
   */
  GraphDenoising(
      ParameterGraph graph,
      Preconditioned network,
      NetworkCondition condition,
      Shape shape,
      Objective objective,
      BatchLevels levels,
      IntFunction<Operand<TFloat32>> draws,
      Optional<Function<Operand<TInt32>, Teacher>> teachers) {
    this(
        graph,
        network,
        condition,
        shape,
        graph.tf().placeholder(TFloat32.class, Placeholder.shape(shape)),
        objective,
        levels,
        draws,
        teachers);
  }

  /**
   * A batch of examples that are made in the graph.
   *
   * @param examples of the shape
   */
  GraphDenoising(
      ParameterGraph graph,
      Preconditioned network,
      NetworkCondition condition,
      Shape shape,
      Operand<TFloat32> examples,
      Objective objective,
      BatchLevels levels,
      IntFunction<Operand<TFloat32>> draws,
      Optional<Function<Operand<TInt32>, Teacher>> teachers) {
    this.graph = graph;
    this.tf = graph.tf();
    this.network = network;
    this.condition = condition;
    this.objective = objective;
    this.levels = levels;
    this.draws = draws;
    noise = draws.apply(0);
    fed = examples;
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape.get(0))));
    level = levels.earlier(0);
    teacher = teachers.map(seeing -> seeing.apply(label));
    signal = objective.examples(new DrawnBatch(tf, fed, noise, level, teacher));
    latent =
        tf.math.add(
            tf.math.mul(SignalError.perExample(tf, level.alpha(), shape), signal),
            tf.math.mul(SignalError.perExample(tf, level.sigma(), shape), noise));
    output = network.output(graph, latent, level, label, condition);
  }

  Operand<TFloat32> signalFeed() {
    return fed;
  }

  Placeholder<TInt32> labelFeed() {
    return label;
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
    if (steps > objective.earlierLevels()) {
      throw new IllegalStateException(
          "the objective announces %d earlier levels, and asks for the level %d steps earlier"
              .formatted(objective.earlierLevels(), steps));
    }
    return levels.earlier(steps);
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
  public Teacher teacher() {
    return teacher.orElseGet(Denoising.super::teacher);
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> otherLatent, Operand<TFloat32> logSnr) {
    Operand<TFloat32> alpha = tf.math.sqrt(tf.math.sigmoid(logSnr));
    Operand<TFloat32> sigma = tf.math.sqrt(tf.math.sigmoid(tf.math.neg(logSnr)));
    return output(otherLatent, GraphLevel.withoutSlope(tf, alpha, sigma, logSnr));
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> otherLatent, GraphLevel at) {
    return network.output(graph, otherLatent, at, label, condition).prediction();
  }
}
