package org.tweedie.engine.tensor;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;

/**
 * The two terms of the bound that depend on a schedule's ends alone, in bits per dimension and
 * inside a graph, for variance preserving schedules: prior and reconstruction (Kingma et al., arXiv
 * 2107.00630, equation 11). The program measures them outside of graphs; here they are for their
 * gradients.
 */
final class EndTerms {

  /** More differences to data values than this, and fewer examples of a batch stand for all. */
  private static final long LARGEST = 1 << 22;

  private final Ops tf;
  private final DataDescription data;
  private final Operand<TFloat32> signal;
  private final int count;
  private final int size;

  /**
   * For a batch.
   *
   * @param signal the clean examples, of shape [B, ...]
   */
  EndTerms(Ops tf, DataDescription data, Operand<TFloat32> signal) {
    this.tf = tf;
    this.data = data;
    this.count = Math.toIntExact(signal.shape().get(0));
    this.size = data.shape().size();
    this.signal = tf.reshape(signal, tf.constant(new int[] {count, size}));
  }

  /**
   * Both terms, averaged over the batch.
   *
   * @param first the log SNR at time 0
   * @param last the log SNR at time 1
   * @param seed of the noise in z_0, of shape [2]
   */
  Operand<TFloat32> of(Operand<TFloat32> first, Operand<TFloat32> last, Operand<TInt64> seed) {
    Operand<TFloat32> reconstruction =
        data.levels()
            .map(levels -> quantised(first, levels, seed))
            .orElseGet(() -> continuous(first));
    Operand<TFloat32> nats = tf.math.add(prior(last), reconstruction);
    return tf.math.mul(nats, tf.constant((float) (1 / Math.log(2))));
  }

  /** {@code 1/2 (alpha_1^2 (x^2 - 1) - log sigma_1^2)}, with {@code sigma_1^2 = 1 - alpha_1^2}. */
  private Operand<TFloat32> prior(Operand<TFloat32> last) {
    Operand<TFloat32> power = mean(tf.math.square(signal));
    Operand<TFloat32> excess = tf.math.sub(power, tf.constant(1f));
    return half(tf.math.add(tf.math.mul(tf.math.sigmoid(last), excess), tf.math.softplus(last)));
  }

  /** Minus log p(x | z_0) where p is proportional to q(z_0 | value), by one z_0 an example. */
  private Operand<TFloat32> quantised(
      Operand<TFloat32> first, Levels levels, Operand<TInt64> seed) {
    int examples = (int) Math.max(1, Math.min(count, LARGEST / ((long) size * levels.count())));
    Shape shape = Shape.of(examples, size, 1);
    Operand<TFloat32> noise = tf.random.statelessRandomNormal(tf.constant(shape.asArray()), seed);
    Operand<TFloat32> x =
        tf.reshape(
            tf.slice(
                signal, tf.constant(new int[] {0, 0}), tf.constant(new int[] {examples, size})),
            tf.constant(shape.asArray()));
    float[] values = new float[levels.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels.value(i);
    }
    Operand<TFloat32> inverseDeviation = tf.math.exp(half(first));
    Operand<TFloat32> seen =
        tf.math.add(tf.math.mul(tf.math.sub(x, tf.constant(values)), inverseDeviation), noise);
    Operand<TFloat32> exponents = half(tf.math.sub(tf.math.square(noise), tf.math.square(seen)));
    return mean(tf.math.log(tf.sum(tf.math.exp(exponents), tf.constant(2))));
  }

  /** The mean of minus the log of a normal density around the data. */
  private Operand<TFloat32> continuous(Operand<TFloat32> first) {
    return half(tf.math.sub(tf.constant((float) (Math.log(2 * Math.PI) + 1)), first));
  }

  private Operand<TFloat32> half(Operand<TFloat32> x) {
    return tf.math.mul(x, tf.constant(0.5f));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {0, 1}));
  }
}
