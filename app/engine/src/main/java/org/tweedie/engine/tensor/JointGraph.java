package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.kernel.FusedOperations;

/**
 * A step of training an autoencoder and a diffusion of its latents together, as one session call
 * (Vahdat et al., arXiv 2106.05931, algorithm 2). Encoder and decoder follow the bound of the data,
 * whose diffusion term is weighted by the likelihood; the network follows the objective, which may
 * weigh its errors otherwise. Where the objective is the bound, all of it is one gradient. Used by
 * one thread, but for {@link #feed}.
 */
public final class JointGraph implements StepGraph {

  /** Dropout draws by the seed's next numbers, so noise takes them from far away. */
  private static final long ENCODING = 1 << 14;

  private static final long FIRST_NOISE = ENCODING + 1;

  private final Graph graph = new Graph();
  private final StepProgram program;
  private final int warmup;
  private final Shape shape;
  private final Placeholder<TFloat32> signal;
  private final Placeholder<TFloat32> warm;
  private final Placeholder<TFloat32> weights;
  private final FedLevels levels;
  private final ConditionFeed conditions;
  private final GraphDenoising batch;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> bound;
  private final Operand<TFloat32> losses;

  /**
   * Builds the graph; {@link #initialize} or {@link #load} must follow before the first step.
   *
   * @param parts the diffusion, of latents
   * @param autoencoder what gives them
   * @param batchSize examples that the networks see at once, at least 1
   * @param accumulate how many times as many a step sees, at least 1
   * @param how how weights follow gradients
   * @param settings how TensorFlow runs the graph
   */
  public JointGraph(
      Assembly parts,
      LatentParts autoencoder,
      int batchSize,
      int accumulate,
      UpdateSettings how,
      SessionSettings settings) {
    try {
      Ops tf = Ops.create(graph);
      Objective objective = parts.objective();
      warmup = autoencoder.design().training().warmup();
      shape = Tensors.batch(batchSize, autoencoder.data().shape());
      int size = autoencoder.data().shape().size();
      int latentSize = autoencoder.shape(0).size();
      Variables variables = new Variables(tf);
      BatchParts partly = new BatchParts(tf, accumulate, shape);
      signal = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      warm = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      weights = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batchSize, 2)));
      ParameterGraph parameters =
          new ParameterGraph(
              tf,
              variables,
              Optional.of(partly.ownSeed()),
              objective.differentiatesNetwork() ? settings.twiceDifferentiated() : settings);
      JointCosts costs =
          new JointCosts(
              parameters,
              autoencoder,
              parts.schedule(),
              signal,
              partly.noise(ENCODING, batchSize, latentSize),
              batchSize);
      Set<String> ofAutoencoder = new LinkedHashSet<>(parameters.parameters().keySet());
      levels = new FedLevels(tf, batchSize, parts.schedule(), objective);
      conditions = new ConditionFeed(parameters, parts, batchSize);
      Shape latents = Tensors.batch(batchSize, autoencoder.shape(0));
      batch =
          new GraphDenoising(
              parameters,
              Preconditioned.of(parts),
              conditions.condition(),
              latents,
              costs.latents(),
              objective,
              levels,
              index ->
                  tf.reshape(
                      partly.noise(FIRST_NOISE + index, batchSize, latentSize),
                      tf.constant(latents.asArray())),
              Optional.empty());
      losses = TrainingGraph.ofExamples(objective.loss(batch), batchSize);
      Operand<TFloat32> integrand =
          SignalError.weighted(batch, objective.predicts(), SignalError.logBoundWeight(batch));
      Operand<TFloat32> diffusion =
          tf.math.mul(
              tf.math.mul(integrand, TrainingGraph.column(tf, weights, 1)),
              tf.constant((float) latentSize));
      Operand<TFloat32> ofLatents = tf.math.add(costs.beside(), diffusion);
      bound =
          tf.math.mul(
              tf.math.mean(tf.math.add(costs.data(), ofLatents), tf.constant(0)),
              tf.constant(1f / size));
      loss =
          tf.math.mul(
              tf.math.mean(tf.math.add(costs.data(), tf.math.mul(ofLatents, warm)), tf.constant(0)),
              tf.constant((float) (1 / (size * Math.log(2)))));
      Operand<TFloat32> ofNetwork =
          tf.math.mean(tf.math.mul(losses, TrainingGraph.column(tf, weights, 0)), tf.constant(0));
      Map<String, Operand<TFloat32>> gradients =
          objective.isBound() && warmup == 0
              ? gradients(tf, loss, parameters.parameters())
              : twoLosses(tf, parameters, ofAutoencoder, ofNetwork);
      Updates.Group group =
          new Updates.Group(
              parameters.parameters(), partly.mean(parameters.parameters(), gradients), true);
      Updates updates = new Updates(tf, variables, List.of(group), how);
      program = new StepProgram(graph, variables, parameters, partly, updates, settings);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /**
   * The same, in TensorFlow's own operations where the loss turns out to hold a derivative of the
   * network though its objective does not say so; see {@link TrainingGraph#of}.
   */
  public static JointGraph of(
      Assembly parts,
      LatentParts autoencoder,
      int batchSize,
      int accumulate,
      UpdateSettings how,
      SessionSettings settings) {
    try {
      return new JointGraph(parts, autoencoder, batchSize, accumulate, how, settings);
    } catch (RuntimeException e) {
      if (!settings.isFused() || !FusedOperations.isWithoutDerivative(e)) {
        throw e;
      }
      return new JointGraph(
          parts, autoencoder, batchSize, accumulate, how, settings.twiceDifferentiated());
    }
  }

  /** The bound for encoder and decoder, the objective for all else. */
  private Map<String, Operand<TFloat32>> twoLosses(
      Ops tf, ParameterGraph parameters, Set<String> ofAutoencoder, Operand<TFloat32> ofNetwork) {
    Map<String, Variables.Variable> autoencoder = new LinkedHashMap<>(parameters.parameters());
    autoencoder.keySet().retainAll(ofAutoencoder);
    Map<String, Variables.Variable> others = new LinkedHashMap<>(parameters.parameters());
    others.keySet().removeAll(ofAutoencoder);
    Map<String, Operand<TFloat32>> gradients =
        new LinkedHashMap<>(gradients(tf, loss, autoencoder));
    gradients.putAll(gradients(tf, ofNetwork, others));
    return gradients;
  }

  private Map<String, Operand<TFloat32>> gradients(
      Ops tf, Operand<TFloat32> of, Map<String, Variables.Variable> by) {
    return LossGradients.of(graph, List.of(of), List.of(tf.constant(1f)), by);
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
          feeds.add(batch.labelFeed(), Tensors.ints(part.labels()));
          conditions.feed(part.condition(), feeds);
          levels.feed(part, feeds);
          feeds.add(weights, TrainingGraph.weights(part.draw()));
          feeds.add(warm, Tensors.floats(Shape.scalar(), new float[] {(float) warm(part.step())}));
        });
  }

  /** What the latents count in a step. */
  private double warm(long number) {
    return warmup == 0 ? 1 : Math.min(1, (double) number / warmup);
  }

  /** Its diffusion is the whole bound, in nats for each dimension of the data. */
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
