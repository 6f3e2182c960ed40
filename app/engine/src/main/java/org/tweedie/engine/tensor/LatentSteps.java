package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * The networks of a chain of latents inside a graph. Each step has parameters of its own, but for
 * those that share a decoder.
 *
 * @param graph where operations and parameters go
 * @param parts what the chain is made of
 */
record LatentSteps(ParameterGraph graph, LatentParts parts) {

  /** Logarithms of the data's deviations stay within this, smoothly: exp(-10) is 5e-5. */
  private static final double OF_DATA = 10;

  /** The same of latents. */
  private static final double OF_LATENTS = 5;

  /** No latent's deviation is smaller. */
  static final double LEAST_DEVIATION = StrictMath.exp(-OF_LATENTS);

  /**
   * A diagonal Gaussian, or what a level is drawn by.
   *
   * @param mean its mean
   * @param logDeviation the logarithm of its standard deviation
   */
  record Gaussian(Operand<TFloat32> mean, Operand<TFloat32> logDeviation) {}

  /**
   * {@code q(z_i | z_(i-1))}, or {@code q(z_0 | x)}, of a learned encoder.
   *
   * @param latent which latent
   * @param below the variable before it
   */
  Gaussian encode(int latent, Operand<TFloat32> below) {
    DataShape from = latent == 0 ? parts.data().shape() : parts.shape(latent - 1);
    return of(
        parts.encoder().orElseThrow(),
        "encoder/" + latent + "/",
        new LatentInput(below, from, parts.shape(latent), 2),
        OF_LATENTS);
  }

  /**
   * {@code p(x | z_0)} of a learned decoder: mean and deviation, or, of data with two levels, the
   * logit of the upper one as the mean beside a deviation of 1.
   */
  Gaussian data(Operand<TFloat32> z) {
    boolean binary = parts.data().levels().map(Levels::isBinary).orElse(false);
    LatentInput input = new LatentInput(z, parts.shape(0), parts.data().shape(), binary ? 1 : 2);
    if (binary) {
      Operand<TFloat32> logit = network(parts.decoder().orElseThrow(), "decoder/0/", input);
      return new Gaussian(logit, tf().zerosLike(logit));
    }
    return of(parts.decoder().orElseThrow(), "decoder/0/", input, OF_DATA);
  }

  /**
   * {@code p(z_(i-1) | z_i)}.
   *
   * @param latent i, at least 1
   * @param z z_i
   */
  Gaussian decode(int latent, Operand<TFloat32> z) {
    if (!parts.design().isScheduled()) {
      if (!parts.design().sharesDecoder()) {
        return of(
            parts.decoder().orElseThrow(),
            "decoder/" + latent + "/",
            new LatentInput(z, parts.shape(latent), parts.shape(latent - 1), 2),
            OF_LATENTS);
      }
      Gaussian change = halves(raw(latent, z, 2), parts.shape(latent - 1), OF_LATENTS);
      return new Gaussian(tf().math.add(z, change.mean()), change.logDeviation());
    }
    GaussianStep step = parts.step(latent);
    float logDeviation = (float) Math.log(step.deviationBack());
    if (parts.design().predicts() == StepPrediction.MEAN) {
      Operand<TFloat32> both = raw(latent, z, 2);
      DataShape shape = parts.shape(latent - 1);
      return new Gaussian(
          tf().math.add(scaled(z, step.ofLatent()), scaled(part(both, shape, 0), step.ofSignal())),
          tf().math.add(wider(step, part(both, shape, 1)), tf().constant(logDeviation)));
    }
    Operand<TFloat32> signal = signal(latent, z, raw(latent, z, 1));
    return new Gaussian(
        tf().math.add(scaled(z, step.ofLatent()), scaled(signal, step.ofSignal())),
        tf().math.add(tf().math.mul(z, tf().constant(0f)), tf().constant(logDeviation)));
  }

  /**
   * By how much the logarithm of a step's deviation is above that of the step which knows the data:
   * the best one never is below. It starts where nothing is known of the data but a variance of 1.
   */
  private Operand<TFloat32> wider(GaussianStep step, Operand<TFloat32> output) {
    double unknown = step.ofSignal() / step.deviationBack();
    double start = Math.max(1e-4, Math.log1p(unknown * unknown) / 2);
    float shift = (float) Math.log(Math.expm1(start));
    return tf().math.softplus(tf().math.add(output, tf().constant(shift)));
  }

  /** What a network of one output takes the data to be. */
  private Operand<TFloat32> signal(int latent, Operand<TFloat32> z, Operand<TFloat32> output) {
    if (parts.design().predicts() == StepPrediction.SIGNAL) {
      return output;
    }
    NoiseLevel level = parts.level(latent);
    return scaled(tf().math.sub(z, scaled(output, level.sigma())), 1 / level.alpha());
  }

  /** What the network of a step back puts out: one tensor, or two joined on the last axis. */
  Operand<TFloat32> raw(int latent, Operand<TFloat32> z, int outputs) {
    Optional<DenoiserNetwork> shared = parts.network();
    if (shared.isEmpty() || !parts.design().sharesDecoder()) {
      return network(
          parts.decoder().orElseThrow(),
          "decoder/" + latent + "/",
          new LatentInput(z, parts.shape(latent), parts.shape(latent - 1), outputs));
    }
    Operand<TInt32> rows =
        tf().slice(tf().shape(z), tf().constant(new int[] {0}), tf().constant(new int[] {1}));
    float logSnr = GraphLevel.boundedLogSnr(parts.level(latent).logSnr());
    Operand<TInt32> unknown = tf().fill(rows, tf().constant(parts.data().classes().size()));
    NetworkInput input = NetworkInput.of(z, tf().fill(rows, tf().constant(logSnr)), unknown);
    return checked(
        shared.get().output(graph, input.withOutputs(outputs)), parts.shape(latent - 1), outputs);
  }

  private Gaussian of(LatentNetwork network, String prefix, LatentInput input, double limit) {
    return halves(network(network, prefix, input), input.to(), limit);
  }

  private Operand<TFloat32> network(LatentNetwork network, String prefix, LatentInput input) {
    return checked(
        network.output(new PrefixedGraph(graph, prefix), input), input.to(), input.outputs());
  }

  private static Operand<TFloat32> checked(Operand<TFloat32> output, DataShape shape, int outputs) {
    int axes = shape.dimensions().size();
    long expected = (long) shape.dimensions().get(axes - 1) * outputs;
    if (output.shape().numDimensions() != axes + 1 || output.shape().get(axes) != expected) {
      throw new IllegalArgumentException(
          "a network of the chain was asked for %d tensors of shape %s, joined on the last axis, and gave the shape %s"
              .formatted(outputs, shape, output.shape()));
    }
    return output;
  }

  /** Mean and logarithm of the deviation, which lie side by side on the last axis. */
  private Gaussian halves(Operand<TFloat32> both, DataShape shape, double limit) {
    return new Gaussian(part(both, shape, 0), bounded(part(both, shape, 1), limit));
  }

  private Operand<TFloat32> part(Operand<TFloat32> both, DataShape shape, int index) {
    int axes = shape.dimensions().size();
    int width = shape.dimensions().get(axes - 1);
    int[] begin = new int[axes + 1];
    int[] size = new int[axes + 1];
    Arrays.fill(size, -1);
    begin[axes] = index * width;
    size[axes] = width;
    return tf().slice(both, tf().constant(begin), tf().constant(size));
  }

  private Operand<TFloat32> bounded(Operand<TFloat32> x, double limit) {
    return scaled(tf().math.tanh(scaled(x, 1 / limit)), limit);
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> x, double factor) {
    return tf().math.mul(x, tf().constant((float) factor));
  }

  private Ops tf() {
    return graph.tf();
  }
}
