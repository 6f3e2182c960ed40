package org.tweedie.denoisers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.SignalError;

/**
 * How far the predicted ends of one path are apart, seen from two of its latents (Song et al.,
 * "Consistency Models", arXiv 2303.01469, definitions 1 and 2), as Song and Dhariwal measure it
 * (arXiv 2310.14189, table 1):
 *
 * <pre>
 * loss = (sqrt(|f(z_t, t) - f^-(z_s, s)|^2 + c^2) - c) / (sigma_t/alpha_t - sigma_s/alpha_s)
 * </pre>
 *
 * <p>with the mean over an example's dimensions in place of the sum, which leaves out the paper's
 * factor {@code sqrt(D)} in distance and c alike. f^- is the network itself without a gradient: no
 * average stands for it. Dropout, where a network has it, is drawn for each of the two.
 *
 * <p>The boundary condition, that a path without noise is its own end, {@code f(x, 0) = x}, is held
 * in two ways. Where s is the data, f^- is the latent itself (the paper's equation 4). And f is the
 * signal that the network's output stands for: of a predicted velocity on a variance preserving
 * schedule {@code f = alpha z - sigma v}, of a flow {@code f = (sigma' z - sigma u) / (alpha sigma'
 * - sigma alpha')}, of noise {@code f = (z - sigma eps) / alpha}, each of which is {@code z /
 * alpha} at sigma 0 whatever the network says; the first is that of Lu and Song (arXiv 2410.11081,
 * section 3, for data of deviation 1). The preconditioning edm gives {@code c_skip = d^2 / (s^2 +
 * d^2)} and {@code c_out = s d / sqrt(s^2 + d^2)} in {@code s = sigma/alpha} (Karras et al., arXiv
 * 2206.00364, table 1), which Song et al. move by their least noise so that it is 1 and 0 there;
 * here it is so at the data, which the grid ends at.
 *
 * @param predicts what the network's output stands for
 * @param huber c, below which distances count by their squares
 * @param most the sigma/alpha that stands for all above it
 */
record ConsistencyLoss(Parameterization predicts, double huber, double most) {

  /** Below the length of any interval: on another schedule than the grid's there may be none. */
  private static final float SHORTEST = 1e-9f;

  /**
   * The loss.
   *
   * @param earlier the latents at the batch's earlier level, on the same paths
   * @return of shape [B]
   */
  Operand<TFloat32> of(Denoising batch, Operand<TFloat32> earlier) {
    Ops tf = batch.tf();
    GraphLevel level = batch.earlierLevel(1);
    Operand<TFloat32> predicted =
        SignalError.predicted(tf, predicts, earlier, level, batch.output(earlier, level));
    Operand<TFloat32> end =
        tf.stopGradient(tf.select(new TeacherSteps(batch).isNoisy(level), predicted, earlier));
    Operand<TFloat32> squared = SignalError.squared(batch, predicts, end);
    Operand<TFloat32> c = tf.constant((float) huber);
    Operand<TFloat32> distance =
        tf.math.sub(tf.math.sqrt(tf.math.add(squared, tf.math.square(c))), c);
    Operand<TFloat32> length = tf.math.sub(ratio(tf, batch.level()), ratio(tf, level));
    return tf.math.div(distance, tf.math.maximum(length, tf.constant(SHORTEST)));
  }

  /** {@code sigma/alpha}, where that is not beyond the grid. */
  private Operand<TFloat32> ratio(Ops tf, GraphLevel level) {
    Operand<TFloat32> ratio = tf.math.exp(tf.math.mul(tf.constant(-0.5f), level.logSnr()));
    return tf.math.minimum(ratio, tf.constant((float) most));
  }
}
