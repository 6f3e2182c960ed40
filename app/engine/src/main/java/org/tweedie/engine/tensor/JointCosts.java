package org.tweedie.engine.tensor;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.tensor.LatentSteps.Gaussian;

/**
 * What a learned autoencoder takes part in of the bound of a diffusion of its latents (Vahdat et
 * al., arXiv 2106.05931, equation 4), inside a graph and in nats of each example: all but the
 * diffusion's steps. Latents are drawn by the reparameterisation trick, so that their encoder
 * learns from every term, the diffusion's among them.
 */
final class JointCosts {

  private final Ops tf;
  private final DataShape shape;
  private final int batch;
  private final Operand<TFloat32> latents;
  private final Operand<TFloat32> data;
  private final Operand<TFloat32> beside;

  /**
   * Adds encoder and decoder to a graph.
   *
   * @param schedule of the diffusion, which begins at a finite log SNR
   * @param x a batch of data, of shape [B, ...]
   * @param noise standard normal, of shape [B, D] with the latents' D
   */
  JointCosts(
      ParameterGraph graph,
      LatentParts parts,
      NoiseSchedule schedule,
      Operand<TFloat32> x,
      Operand<TFloat32> noise,
      int batch) {
    tf = graph.tf();
    this.batch = batch;
    shape = parts.shape(0);
    LatentSteps steps = new LatentSteps(graph, parts);
    Gaussian q = steps.encode(0, x);
    Operand<TFloat32> mean = flat(q.mean());
    Operand<TFloat32> logDeviation = flat(q.logDeviation());
    Operand<TFloat32> z = tf.math.add(mean, tf.math.mul(tf.math.exp(logDeviation), noise));
    latents = tf.reshape(z, tf.constant(sizes()));
    Gaussian p = steps.data(latents);
    data =
        new DataLikelihood(tf, parts.data())
            .summed(flat(x), flat(p.mean()), flat(p.logDeviation()));
    beside =
        tf.math.add(
            negativeEntropy(logDeviation), tf.math.add(prior(schedule, z), ofFirst(schedule)));
  }

  /** The latents, of shape [B, ...]. */
  Operand<TFloat32> latents() {
    return latents;
  }

  /** What the data cost given the latents, of shape [B]. */
  Operand<TFloat32> data() {
    return data;
  }

  /**
   * What the latents cost beside the diffusion's steps, of shape [B]: the encoder's entropy, what
   * is left of them at the end, and the density of the first step.
   */
  Operand<TFloat32> beside() {
    return beside;
  }

  private Operand<TFloat32> negativeEntropy(Operand<TFloat32> logDeviation) {
    float ofOne = (float) ((1 + Math.log(2 * Math.PI)) / 2 * shape.size());
    return tf.math.neg(tf.math.add(tf.sum(logDeviation, tf.constant(1)), tf.constant(ofOne)));
  }

  /** {@code KL(q(z_1 | z) || p(z_1))}. */
  private Operand<TFloat32> prior(NoiseSchedule schedule, Operand<TFloat32> z) {
    NoiseLevel end = schedule.at(1);
    double ratio = end.sigma() * end.sigma() / end.power();
    float constant = (float) ((ratio - Math.log(ratio) - 1) / 2 * shape.size());
    float factor = (float) (end.alpha() * end.alpha() / end.power() / 2);
    Operand<TFloat32> squares = tf.sum(tf.math.square(z), tf.constant(1));
    return tf.math.add(tf.math.mul(squares, tf.constant(factor)), tf.constant(constant));
  }

  /** Latents have no levels: a normal density around {@code z_0 / alpha}. */
  private Operand<TFloat32> ofFirst(NoiseSchedule schedule) {
    return tf.constant(
        (float) ((1 + Math.log(2 * Math.PI) - schedule.logSnr(0)) / 2 * shape.size()));
  }

  private Operand<TFloat32> flat(Operand<TFloat32> x) {
    return tf.reshape(x, tf.constant(new int[] {batch, -1}));
  }

  private int[] sizes() {
    int[] sizes = new int[shape.dimensions().size() + 1];
    sizes[0] = batch;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = shape.dimensions().get(i - 1);
    }
    return sizes;
  }
}
