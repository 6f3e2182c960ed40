package org.tweedie.api.objective;

import java.util.Arrays;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;

/**
 * Weighted squared errors of the predicted signal, for every parameterization. A weight is stated
 * once, as a weight on the error of the signal; here it is converted, by {@code |x - x^|^2 = b^2
 * |target - output|^2} where {@code x^ = a z + b output}, in logarithms so that an SNR of 600,000
 * costs no digits.
 */
public final class SignalError {

  private SignalError() {}

  /**
   * {@code exp(logWeight) |x - x^|^2}, the mean over an example's dimensions.
   *
   * @param batch the batch inside the graph
   * @param predicts what the network's output stands for
   * @param logWeight the logarithm of the weight on the squared error of the signal, of shape [B]
   * @return losses of shape [B]
   */
  public static Operand<TFloat32> weighted(
      Denoising batch, Parameterization predicts, Operand<TFloat32> logWeight) {
    Ops tf = batch.tf();
    Operand<TFloat32> squares = tf.math.squaredDifference(target(batch, predicts), batch.output());
    Operand<TFloat32> error = mean(batch, squares);
    Operand<TFloat32> weight =
        tf.math.exp(tf.math.add(logWeight, logSignalErrorFactor(batch, predicts)));
    return tf.math.mul(weight, error);
  }

  /**
   * {@code exp(logFactor) (x - x^)} for each dimension: what losses are made of that want more of
   * the error than its mean square.
   *
   * @param batch the batch inside the graph
   * @param predicts what the network's output stands for
   * @param logFactor the logarithm of the factor of the error of the signal, of shape [B]
   * @return shaped like the signal
   */
  public static Operand<TFloat32> scaled(
      Denoising batch, Parameterization predicts, Operand<TFloat32> logFactor) {
    Ops tf = batch.tf();
    // b in x^ = a z + b output is negative for noise, velocity and flow.
    float sign = predicts == Parameterization.SIGNAL || predicts == Parameterization.SCORE ? 1 : -1;
    Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), logSignalErrorFactor(batch, predicts));
    Operand<TFloat32> factor =
        tf.math.mul(tf.constant(sign), tf.math.exp(tf.math.add(logFactor, half)));
    return tf.math.mul(
        perExample(batch, factor), tf.math.sub(target(batch, predicts), batch.output()));
  }

  /**
   * The logarithm of {@code SNR(s) - SNR(t)}, where s is the batch's earlier level: twice the
   * weight of one step of the bound on the squared error of the signal, in nats (Luo, arXiv
   * 2208.11970, equation 109). As {@code logSnr(s) + log(1 - exp(logSnr(t) - logSnr(s)))}: a step
   * from an SNR of 600,000 to 0 does not overflow. The difference of the log SNRs is good to about
   * 1e-6, so single weights to 1e-6 over that difference: 5e-5 in 1,000 steps of VDM's schedule.
   */
  public static Operand<TFloat32> logStepWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> before = batch.previousLevel().logSnr();
    Operand<TFloat32> fall = tf.math.expm1(tf.math.sub(batch.level().logSnr(), before));
    return tf.math.add(before, tf.math.log(tf.math.neg(fall)));
  }

  /** The mean over an example's dimensions, of shape [B]. */
  public static Operand<TFloat32> mean(Denoising batch, Operand<TFloat32> values) {
    Ops tf = batch.tf();
    return tf.math.mean(
        tf.reshape(values, tf.constant(new int[] {-1, dimensions(batch.signal())})),
        tf.constant(1));
  }

  /**
   * The logarithm of the weight that makes {@link #weighted} the integrand of the continuous bound
   * in nats per dimension, {@code 1/2 (-dSNR/dt) |x - x^|^2} (Kingma et al., arXiv 2107.00630,
   * equation 17).
   */
  public static Operand<TFloat32> logBoundWeight(Denoising batch) {
    Ops tf = batch.tf();
    GraphLevel level = batch.level();
    Operand<TFloat32> half = tf.math.mul(tf.math.neg(level.logSnrSlope()), tf.constant(0.5f));
    return tf.math.add(tf.math.log(half), level.logSnr());
  }

  /** What an exact network would put out; see {@link Parameterization#target}. */
  public static Operand<TFloat32> target(Denoising batch, Parameterization predicts) {
    return target(batch, predicts, batch.signal(), batch.noise());
  }

  private static Operand<TFloat32> target(
      Denoising batch,
      Parameterization predicts,
      Operand<TFloat32> signal,
      Operand<TFloat32> noise) {
    Ops tf = batch.tf();
    return switch (predicts) {
      case SIGNAL -> signal;
      case NOISE -> noise;
      case SCORE -> tf.math.neg(noise);
      case VELOCITY ->
          tf.math.sub(
              tf.math.mul(perExample(batch, batch.level().alpha()), noise),
              tf.math.mul(perExample(batch, batch.level().sigma()), signal));
      case FLOW ->
          tf.math.add(
              tf.math.mul(perExample(batch, batch.level().rate().alpha()), signal),
              tf.math.mul(perExample(batch, batch.level().rate().sigma()), noise));
    };
  }

  /**
   * The squared error of the batch's predicted signal as of another signal than the batch's own, as
   * a student's of what its teacher makes of a latent: {@code |x' - x^|^2}, the mean over an
   * example's dimensions. Calculated from the network's output, so that no digits are lost where a
   * signal is next to nothing of its latent.
   *
   * @param batch the batch inside the graph, with some noise at its levels
   * @param predicts what the network's output stands for
   * @param signal x', shaped like the latents
   * @return of shape [B]
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public static Operand<TFloat32> squared(
      Denoising batch, Parameterization predicts, Operand<TFloat32> signal) {
    Ops tf = batch.tf();
    GraphLevel level = batch.level();
    Operand<TFloat32> noise =
        tf.math.div(
            tf.math.sub(batch.latent(), tf.math.mul(perExample(batch, level.alpha()), signal)),
            perExample(batch, level.sigma()));
    Operand<TFloat32> squares =
        tf.math.squaredDifference(target(batch, predicts, signal, noise), batch.output());
    return tf.math.mul(tf.math.exp(logSignalErrorFactor(batch, predicts)), mean(batch, squares));
  }

  /**
   * The signal x^ that a network's output stands for, at latents and levels of any batch. Where
   * there is no noise at all, alpha above 0 and sigma 0, it is {@code z / alpha} for all but a
   * predicted signal.
   *
   * @param predicts what the output stands for
   * @param latent of shape [B, ...]
   * @param level their noise levels; with their rate where a flow is predicted
   * @param output shaped like the latents
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public static Operand<TFloat32> predicted(
      Ops tf,
      Parameterization predicts,
      Operand<TFloat32> latent,
      GraphLevel level,
      Operand<TFloat32> output) {
    Operand<TFloat32> alpha = level.alpha();
    Operand<TFloat32> sigma = level.sigma();
    return switch (predicts) {
      case SIGNAL -> output;
      case NOISE ->
          sum(tf, tf.math.reciprocal(alpha), latent, tf.math.neg(ratio(tf, level)), output);
      case SCORE -> sum(tf, tf.math.reciprocal(alpha), latent, ratio(tf, level), output);
      case VELOCITY -> {
        Operand<TFloat32> power = tf.math.add(tf.math.square(alpha), tf.math.square(sigma));
        yield sum(
            tf, tf.math.div(alpha, power), latent, tf.math.neg(tf.math.div(sigma, power)), output);
      }
      case FLOW -> {
        // At the data, which do not move, 0 / 0 would stand.
        Operand<TBool> noisy = tf.math.greater(sigma, tf.zerosLike(sigma));
        Operand<TFloat32> turn = tf.select(noisy, level.turn(tf), alpha);
        Operand<TFloat32> rate = tf.select(noisy, level.rate().sigma(), tf.onesLike(sigma));
        yield sum(
            tf, tf.math.div(rate, turn), latent, tf.math.neg(tf.math.div(sigma, turn)), output);
      }
    };
  }

  private static Operand<TFloat32> ratio(Ops tf, GraphLevel level) {
    return tf.math.div(level.sigma(), level.alpha());
  }

  private static Operand<TFloat32> sum(
      Ops tf,
      Operand<TFloat32> a,
      Operand<TFloat32> latent,
      Operand<TFloat32> b,
      Operand<TFloat32> output) {
    return tf.math.add(
        tf.math.mul(perExample(tf, a, latent.shape()), latent),
        tf.math.mul(perExample(tf, b, latent.shape()), output));
  }

  private static Operand<TFloat32> logSignalErrorFactor(
      Denoising batch, Parameterization predicts) {
    Ops tf = batch.tf();
    GraphLevel level = batch.level();
    return switch (predicts) {
      case SIGNAL -> tf.zerosLike(level.logSnr());
      case NOISE, SCORE -> tf.math.neg(level.logSnr());
      case VELOCITY -> {
        // b^2 = (sigma / (alpha^2 + sigma^2))^2, where sigma^2 / (alpha^2 + sigma^2) is taken from
        // the log SNR: sigma may be 0.
        Operand<TFloat32> power =
            tf.math.add(tf.math.square(level.alpha()), tf.math.square(level.sigma()));
        yield tf.math.neg(tf.math.add(tf.math.softplus(level.logSnr()), tf.math.log(power)));
      }
      case FLOW -> {
        // b^2 = (sigma / W)^2, with sigma from the log SNR as well.
        Operand<TFloat32> turn = tf.math.log(level.turn(tf));
        yield tf.math.sub(level.logNoiseVariance(tf), tf.math.mul(tf.constant(2f), turn));
      }
    };
  }

  /** A value for each example, shaped so that it multiplies every dimension of that example. */
  public static Operand<TFloat32> perExample(Denoising batch, Operand<TFloat32> values) {
    return perExample(batch.tf(), values, batch.signal().shape());
  }

  /**
   * The same for any batch.
   *
   * @param values of shape [B]
   * @param batch the shape [B, ...] of what they multiply
   */
  public static Operand<TFloat32> perExample(Ops tf, Operand<TFloat32> values, Shape batch) {
    int[] sizes = new int[batch.numDimensions()];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    return tf.reshape(values, tf.constant(sizes));
  }

  private static int dimensions(Operand<TFloat32> batch) {
    long size = 1;
    for (int i = 1; i < batch.shape().numDimensions(); i++) {
      size *= batch.shape().get(i);
    }
    return Math.toIntExact(size);
  }
}
