package org.tweedie.api.objective;

import java.util.Optional;
import org.apiguardian.api.API;
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
 * @param knownRate how fast alpha and sigma change, where an objective predicts a flow
 */
public record GraphLevel(
    Operand<TFloat32> alpha,
    Operand<TFloat32> sigma,
    Operand<TFloat32> logSnr,
    Operand<TFloat32> logSnrSlope,
    Optional<Rate> knownRate) {

  /**
   * How fast noise levels change.
   *
   * @param alpha {@code d alpha/dt}, of shape [B], in [-1e9, 1e9]
   * @param sigma {@code d sigma/dt}, likewise
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public record Rate(Operand<TFloat32> alpha, Operand<TFloat32> sigma) {}

  private static final double LOG_SNR_LIMIT = 60;
  private static final double SLOPE_LIMIT = 1e9;

  /** Levels that do not say how fast alpha and sigma change. */
  public GraphLevel(
      Operand<TFloat32> alpha,
      Operand<TFloat32> sigma,
      Operand<TFloat32> logSnr,
      Operand<TFloat32> logSnrSlope) {
    this(alpha, sigma, logSnr, logSnrSlope, Optional.empty());
  }

  /** The same levels, which change so fast. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public GraphLevel moving(Rate rate) {
    return new GraphLevel(alpha, sigma, logSnr, logSnrSlope, Optional.of(rate));
  }

  /**
   * How fast alpha and sigma change.
   *
   * @throws IllegalStateException if nobody said
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Rate rate() {
    return knownRate.orElseThrow(
        () ->
            new IllegalStateException(
                "a flow needs to know how fast the noise levels change, and these do not say"));
  }

  /**
   * {@code alpha dsigma/dt - sigma dalpha/dt}, of shape [B]: how fast signal turns into noise.
   *
   * @throws IllegalStateException if nobody said how fast the levels change
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Operand<TFloat32> turn(Ops tf) {
    return tf.math.sub(tf.math.mul(alpha, rate().sigma()), tf.math.mul(sigma, rate().alpha()));
  }

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

  /** A rate of alpha or sigma as graphs are fed it: within [-1e9, 1e9]. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public static float boundedRate(double rate) {
    return (float) Math.min(SLOPE_LIMIT, Math.max(-SLOPE_LIMIT, rate));
  }

  /** A slope of the log SNR as graphs are fed it: at least -1e9. */
  public static float boundedSlope(double logSnrSlope) {
    return (float) Math.max(-SLOPE_LIMIT, logSnrSlope);
  }
}
