package org.tweedie.engine.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.tensor.LatentSteps.Gaussian;

/**
 * The networks of a chain of latents with weights. May be asked by many threads at once; {@link
 * #load} must not run beside them.
 */
public final class LatentModel implements AutoCloseable {

  private final LatentParts parts;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final LatentOutputs outputs;
  private final Map<String, Shape> shapes;

  /** Builds the networks' graph; {@link #load} must follow before they are asked. */
  public LatentModel(LatentParts parts, SessionSettings settings) {
    this.parts = parts;
    try {
      Ops tf = Ops.create(graph);
      variables = new Variables(tf);
      SessionSettings whole = settings.undivided();
      ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty(), whole);
      outputs = LatentOutputs.of(parameters, parts);
      shapes = Collections.unmodifiableMap(Weights.shapes(parameters));
      session = whole.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Gives the networks their weights.
   *
   * @param weights values by parameter name, in row-major order
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public void load(Map<String, float[]> weights) {
    variables.load(session, weights);
  }

  /** The shape of every parameter, by name. */
  public Map<String, Shape> parameters() {
    return shapes;
  }

  /** The chain that the networks make. */
  public LatentChain chain() {
    return parts.design().isScheduled() ? new ScheduledChain(this) : new LearnedChain(this);
  }

  LatentParts parts() {
    return parts;
  }

  /** {@code q(z_i | z_(i-1))}; latents count from 0. */
  DiagonalGaussian encoded(int latent, Batch below) {
    return ask(
        outputs.below().get(latent), below, outputs.encoded().get(latent), parts.shape(latent));
  }

  /** {@code p(z_(i-1) | z_i)}, or of the data where i is 0. */
  DiagonalGaussian decoded(int latent, Batch above) {
    return ask(
        outputs.latents().get(latent),
        above,
        outputs.decoded().get(latent).orElseThrow(),
        latent == 0 ? parts.data().shape() : parts.shape(latent - 1));
  }

  /** What the decoder of z_i takes signal or noise to be; empty where it puts out a mean. */
  Optional<Batch> predicted(int latent, Batch above) {
    return outputs.predicted().get(latent).map(output -> predicted(latent, above, output));
  }

  private Batch predicted(int latent, Batch above, Operand<TFloat32> output) {
    try (TFloat32 fed =
            Tensors.floats(Tensors.batch(above.count(), above.shape()), above.values());
        Result result =
            session.runner().feed(outputs.latents().get(latent), fed).fetch(output).run()) {
      Batch found = Batch.of(parts.shape(latent - 1), Tensors.values((TFloat32) result.get(0)));
      if (found.notFinite().isPresent()) {
        throw new ModelFailure(
            "A network of the chain gives the value %s: its weights are of no use there, as after a training that diverged."
                .formatted(found.values()[found.notFinite().getAsInt()]));
      }
      return found;
    }
  }

  private DiagonalGaussian ask(
      Operand<TFloat32> placeholder, Batch input, Gaussian output, DataShape shape) {
    try (TFloat32 fed =
            Tensors.floats(Tensors.batch(input.count(), input.shape()), input.values());
        Result result =
            session
                .runner()
                .feed(placeholder, fed)
                .fetch(output.mean())
                .fetch(output.logDeviation())
                .run()) {
      float[] means = Tensors.values((TFloat32) result.get(0));
      float[] logs = Tensors.values((TFloat32) result.get(1));
      double[] mean = new double[means.length];
      double[] deviation = new double[means.length];
      for (int k = 0; k < mean.length; k++) {
        mean[k] = means[k];
        // The same on every machine, since files depend on it.
        deviation[k] = StrictMath.exp(logs[k]);
        if (!Double.isFinite(mean[k]) || !(deviation[k] < Double.POSITIVE_INFINITY)) {
          throw new ModelFailure(
              "A network of the chain gives the mean %s and the deviation %s: its weights are of no use there, as after a training that diverged."
                  .formatted(mean[k], deviation[k]));
        }
      }
      return new DiagonalGaussian(shape, mean, deviation);
    }
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
