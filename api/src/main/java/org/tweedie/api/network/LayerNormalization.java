package org.tweedie.api.network;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * Layer normalisation (Ba et al., arXiv 1607.06450) of the tokens of each example, with what
 * transformers modulate it by ("adaLN" of Peebles and Xie, arXiv 2212.09748, section 3.2): the
 * channels of each token get mean 0 and variance 1, and then
 *
 * <pre>
 * y = (1 + scale) norm(x) + shift.
 * </pre>
 *
 * <p>It has no parameters of its own. A network asks its graph for it by {@link
 * NetworkGraph#normalized(Operand, LayerNormalization)}, since a graph may know a faster way than
 * {@link #apply}. Immutable.
 *
 * @param scale of each channel of each example, of shape [B, 1, channels]; empty for 0
 * @param shift of each channel of each example, of shape [B, 1, channels]; empty for 0
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record LayerNormalization(
    Optional<Operand<TFloat32>> scale, Optional<Operand<TFloat32>> shift) {

  /** What is added to a variance, so that nothing is divided by zero. */
  public static final float EPSILON = 1e-6f;

  /** Normalises and does nothing else. */
  public static LayerNormalization plain() {
    return new LayerNormalization(Optional.empty(), Optional.empty());
  }

  /** Normalises, and then scales and shifts the channels of each example. */
  public static LayerNormalization modulated(Operand<TFloat32> scale, Operand<TFloat32> shift) {
    return new LayerNormalization(Optional.of(scale), Optional.of(shift));
  }

  /**
   * Adds it to a graph in TensorFlow's own operations, all of which have derivatives of
   * derivatives.
   *
   * @param x of shape [B, tokens, channels]
   * @return shaped like x
   */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> centred = tf.math.sub(x, mean(tf, x));
    Operand<TFloat32> variance = mean(tf, tf.math.square(centred));
    Operand<TFloat32> normal =
        tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
    Operand<TFloat32> scaled =
        scale
            .<Operand<TFloat32>>map(more -> tf.math.mul(normal, tf.math.add(more, tf.constant(1f))))
            .orElse(normal);
    return shift.<Operand<TFloat32>>map(added -> tf.math.add(scaled, added)).orElse(scaled);
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {2}), Mean.keepDims(true));
  }
}
