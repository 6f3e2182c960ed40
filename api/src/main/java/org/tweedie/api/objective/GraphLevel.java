package org.tweedie.api.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The noise levels of a batch inside a graph, each of shape [B].
 *
 * <p>Losses are made of sums of logarithms, and the log SNR of a schedule may be infinite at the
 * ends, where such a sum would be infinity minus infinity. So whoever feeds a graph limits the log
 * SNR and its slope by {@link #boundedLogSnr} and {@link #boundedSlope}. At a log SNR of 60 alpha
 * or sigma is 1e-13: a loss of order one is what it is at infinity, to a share of 1e-26, and even
 * the weight of the bound on the signal, {@code SNR times slope / 2}, is below the largest float.
 *
 * @param alpha the factor of the signal
 * @param sigma the standard deviation of the noise
 * @param logSnr {@code log(alpha^2 / sigma^2)}, in [-60, 60]
 * @param logSnrSlope the derivative of the log SNR by time, in [-1e9, 0]
 */
public record GraphLevel(
    Operand<TFloat32> alpha,
    Operand<TFloat32> sigma,
    Operand<TFloat32> logSnr,
    Operand<TFloat32> logSnrSlope) {

  private static final double LOG_SNR_LIMIT = 60;
  private static final double SLOPE_LIMIT = 1e9;

  /** Levels of which nobody asks how fast they change: their slope is 0. */
  public static GraphLevel withoutSlope(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    return new GraphLevel(alpha, sigma, logSnr, tf.zerosLike(logSnr));
  }

  /**
   * {@code log sigma^2} by way of the log SNR, which is limited where sigma itself may be 0, of
   * shape [B].
   */
  public Operand<TFloat32> logNoiseVariance(Ops tf) {
    Operand<TFloat32> power = tf.math.add(tf.math.square(alpha), tf.math.square(sigma));
    return tf.math.sub(tf.math.log(power), tf.math.softplus(logSnr));
  }

  /** A log SNR as graphs are fed it: within [-60, 60]. */
  public static float boundedLogSnr(double logSnr) {
    return (float) Math.min(LOG_SNR_LIMIT, Math.max(-LOG_SNR_LIMIT, logSnr));
  }

  /** A slope of the log SNR as graphs are fed it: at least -1e9. */
  public static float boundedSlope(double logSnrSlope) {
    return (float) Math.max(-SLOPE_LIMIT, logSnrSlope);
  }
}
