package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.NetworkInput;

/**
 * Sines and cosines of an image's values, beside the values themselves, that turn with the data's
 * levels: at frequencies of K/4 and K/2 turns a unit the K values that a pixel can take all have
 * one phase, or one of two. Where there is little noise they tell the nearest level, which
 * convolutions of the plain values cannot resolve, and that is where most of the bits of a
 * likelihood are (Kingma et al., arXiv 2107.00630, appendix C, whose 2^6 and 2^7 turns are these at
 * K = 256).
 */
final class FourierFeatures {

  /** By how much they make the last dimension longer. */
  static final int TIMES = 5;

  private FourierFeatures() {}

  /**
   * The levels that the features turn with; empty where none are wanted.
   *
   * @throws IllegalArgumentException if they are wanted and the data are continuous
   */
  static Optional<Levels> levels(boolean wanted, DataDescription data) {
    Fit.refuseIf(
        wanted && data.levels().isEmpty(),
        "fourier features turn with the levels of the data, and these are continuous. Set fourier:"
            + " false.");
    return wanted ? data.levels() : Optional.empty();
  }

  /** What a network looks at: with features, unless it is to be smooth. */
  static Operand<TFloat32> join(Ops tf, NetworkInput input, Optional<Levels> turning) {
    return turning
        .filter(levels -> !input.smooth())
        .map(levels -> join(tf, input.z(), levels))
        .orElse(input.z());
  }

  /** A tensor whose last dimension is c becomes one of five times c. */
  static Operand<TFloat32> join(Ops tf, Operand<TFloat32> z, Levels levels) {
    Operand<TFloat32> fast = tf.math.mul(z, tf.constant((float) (Math.PI * levels.count())));
    Operand<TFloat32> slow = tf.math.mul(fast, tf.constant(0.5f));
    return tf.concat(
        List.of(z, tf.math.sin(slow), tf.math.cos(slow), tf.math.sin(fast), tf.math.cos(fast)),
        tf.constant(-1));
  }
}
