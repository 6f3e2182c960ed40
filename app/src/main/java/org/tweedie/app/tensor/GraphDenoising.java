package org.tweedie.app.tensor;

import java.util.Arrays;
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

/**
 * A training batch inside a graph: examples and labels are fed, noise is drawn from the step's
 * seed, and where the noise levels come from is the business of {@link Levels}.
 */
final class GraphDenoising implements Denoising {

  private final ParameterGraph graph;
  private final Ops tf;
  private final DenoiserNetwork network;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TInt32> label;
  private final Levels levels;
  private final Operand<TFloat32> noise;
  private final Operand<TFloat32> latent;
  private final GraphLevel level;
  private final Operand<TFloat32> output;

  GraphDenoising(
      ParameterGraph graph,
      DenoiserNetwork network,
      Shape shape,
      Levels levels,
      Operand<TFloat32> noise) {
    this.graph = graph;
    this.tf = graph.tf();
    this.network = network;
    this.levels = levels;
    this.noise = noise;
    signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    label = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape.get(0))));
    level = levels.earlier(0);
    latent =
        tf.math.add(
            tf.math.mul(perExample(level.alpha()), signal),
            tf.math.mul(perExample(level.sigma()), noise));
    output = output(latent, level.logSnr());
  }

  Placeholder<TFloat32> signalFeed() {
    return signal;
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
  public GraphLevel previousLevel() {
    return levels.earlier(1);
  }

  @Override
  public Operand<TFloat32> output() {
    return output;
  }

  @Override
  public Operand<TFloat32> output(Operand<TFloat32> otherLatent, Operand<TFloat32> logSnr) {
    return network.output(graph, new NetworkInput(otherLatent, logSnr, label));
  }

  private Operand<TFloat32> perExample(Operand<TFloat32> values) {
    int[] sizes = new int[signal.shape().numDimensions()];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    return tf.reshape(values, tf.constant(sizes));
  }
}
