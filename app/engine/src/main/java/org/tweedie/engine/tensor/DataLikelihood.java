package org.tweedie.engine.tensor;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;

/**
 * Minus log p(x | z) inside a graph, for a mean and a deviation of each dimension: of quantised
 * data a softmax over the levels v of {@code -((mean - v) / deviation)^2 / 2}, which of two levels
 * is Bernoulli's distribution; of continuous data the normal density (Kingma et al., arXiv
 * 2107.00630, section 3.3, where mean and deviation are those of z_0).
 *
 * @param tf where operations go
 * @param data levels of the data
 */
record DataLikelihood(Ops tf, DataDescription data) {

  private static final float HALF_LOG_TWO_PI = (float) (Math.log(2 * Math.PI) / 2);

  /**
   * In nats, of shape [B, D].
   *
   * @param x data, of shape [B, D]
   * @param mean the same of the decoder's mean
   * @param logDeviation the same of the logarithm of its deviation
   */
  Operand<TFloat32> nats(
      Operand<TFloat32> x, Operand<TFloat32> mean, Operand<TFloat32> logDeviation) {
    Operand<TFloat32> precision = tf.math.exp(tf.math.neg(logDeviation));
    Operand<TFloat32> off = tf.math.mul(tf.math.sub(x, mean), precision);
    return data.levels()
        .map(
            levels ->
                levels.isBinary()
                    ? binary(x, mean, precision)
                    : quantised(x, off, precision, levels))
        .orElseGet(
            () ->
                tf.math.add(
                    tf.math.mul(tf.math.square(off), tf.constant(0.5f)),
                    tf.math.add(logDeviation, tf.constant(HALF_LOG_TWO_PI))));
  }

  /** The same summed over dimensions, of shape [B]. */
  Operand<TFloat32> summed(
      Operand<TFloat32> x, Operand<TFloat32> mean, Operand<TFloat32> logDeviation) {
    return tf.sum(nats(x, mean, logDeviation), tf.constant(1));
  }

  /** With the levels at -1/2 and 1/2 the softmax's logit is mean / deviation^2. */
  private Operand<TFloat32> binary(
      Operand<TFloat32> x, Operand<TFloat32> mean, Operand<TFloat32> precision) {
    Operand<TFloat32> logit = tf.math.mul(mean, tf.math.square(precision));
    return tf.math.softplus(tf.math.mul(tf.math.mul(x, tf.constant(-2f)), logit));
  }

  /**
   * {@code log sum_v exp(d_v (2 off - d_v) / 2)} with {@code d_v = (x - v) / deviation}: the own
   * level's exponent is 0, so no digits are lost where the deviation is small.
   */
  private Operand<TFloat32> quantised(
      Operand<TFloat32> x, Operand<TFloat32> off, Operand<TFloat32> precision, Levels levels) {
    float[] values = new float[levels.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels.value(i);
    }
    Operand<TFloat32> distance =
        tf.math.mul(tf.math.sub(last(x), tf.constant(values)), last(precision));
    // (v - mean)^2 - (x - mean)^2 = (x - v)^2 - 2 (x - v)(x - mean), each over the variance.
    Operand<TFloat32> twice = tf.math.mul(last(off), tf.constant(2f));
    Operand<TFloat32> exponents =
        tf.math.mul(tf.math.mul(distance, tf.math.sub(twice, distance)), tf.constant(0.5f));
    Operand<TFloat32> largest =
        tf.stopGradient(tf.reduceMax(exponents, tf.constant(2), ReduceMax.keepDims(true)));
    Operand<TFloat32> sum = tf.sum(tf.math.exp(tf.math.sub(exponents, largest)), tf.constant(2));
    return tf.math.add(tf.math.log(sum), tf.reshape(largest, tf.shape(sum)));
  }

  private Operand<TFloat32> last(Operand<TFloat32> x) {
    return tf.expandDims(x, tf.constant(2));
  }
}
