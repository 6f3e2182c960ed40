package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Description;

/**
 * For quantised data: the network tells how likely each level of each dimension is by all that is
 * around it, and what the dimension's own latent says is multiplied in exactly. With levels v and
 * the network's output F_v,
 *
 * <pre>
 * x^ = sum_v v w_v,   w_v ~ exp(F_v) N(z; alpha v, sigma^2)
 * </pre>
 *
 * <p>This is Bayes' rule for a dimension that is independent of the others given what the network
 * makes of them, and Tweedie's formula for its noise (Luo, arXiv 2208.11970, section "Three
 * Equivalent Interpretations"). That data lie on levels is known from the start: an output of zero
 * costs {@code log2 K} bits a dimension, constants cost the entropy of its histogram, and a network
 * learns what is beyond. One that predicts noise itself must first learn to round.
 *
 * <p>The network puts out K tensors of the data's shape, so of 256 levels its last layer is large.
 * Channel c's level k is at {@code c K + k} of the last axis. Fit for variance preserving
 * schedules, whose latents are of order one by themselves. Immutable; safe for many threads.
 */
@Description(
    "of quantised data the network tells each level's chance, and what the latent itself says is multiplied in exactly")
public final class CategoricalPreconditioning implements Preconditioning {

  /** Below it squares of what is rounded off would count. */
  private static final float LEAST_SIGMA = 1e-6f;

  private final Levels levels;

  /**
   * For some data.
   *
   * @throws IllegalArgumentException if they are not quantised
   */
  @Inject
  public CategoricalPreconditioning(DataDescription data) {
    Fit.refuseIf(
        data.levels().isEmpty(),
        "The preconditioning categorical is for data of some levels, as images are, and these take any value. Please take none or edm.");
    this.levels = data.levels().orElseThrow();
  }

  @Override
  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    return Optional.empty();
  }

  @Override
  public int outputs() {
    return levels.count();
  }

  @Override
  public Optional<Operand<TFloat32>> signal(
      Ops tf,
      Operand<TFloat32> z,
      Operand<TFloat32> alpha,
      Operand<TFloat32> sigma,
      Operand<TFloat32> raw) {
    float[] values = new float[levels.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels.value(i);
    }
    int axes = z.shape().numDimensions();
    int[] sizes = new int[axes + 1];
    sizes[0] = -1;
    for (int i = 1; i < axes; i++) {
      sizes[i] = Math.toIntExact(z.shape().get(i));
    }
    sizes[axes] = values.length;
    Operand<TFloat32> v = tf.constant(values);
    Operand<TFloat32> off =
        tf.math.div(
            tf.math.sub(last(tf, z), tf.math.mul(last(tf, alpha), v)),
            last(tf, tf.math.maximum(sigma, tf.constant(LEAST_SIGMA))));
    Operand<TFloat32> logits =
        tf.math.sub(
            tf.reshape(raw, tf.constant(sizes)),
            tf.math.mul(tf.math.square(off), tf.constant(0.5f)));
    return Optional.of(tf.sum(tf.math.mul(tf.nn.softmax(logits), v), tf.constant(axes)));
  }

  private static Operand<TFloat32> last(Ops tf, Operand<TFloat32> x) {
    return tf.expandDims(x, tf.constant(-1));
  }
}
