package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * One training batch inside a graph, with the network applied to it: everything a loss can be made
 * of. Signals, noise, latents and outputs have the shape [B, ...] of the data.
 */
public interface Denoising {

  /** Where operations go. */
  Ops tf();

  /** The clean examples x, in the model's scale. */
  Operand<TFloat32> signal();

  /** The noise eps, standard normal. */
  Operand<TFloat32> noise();

  /** The latents {@code z = alpha x + sigma eps}. */
  Operand<TFloat32> latent();

  /** The noise levels at the batch's times t. */
  GraphLevel level();

  /**
   * The noise levels some steps earlier, at {@code t - steps/T} or where the objective's {@link
   * Objective#timeSteps} lead. Before time 0 stand the data themselves: alpha 1, sigma 0. The
   * slopes of earlier levels mean nothing.
   *
   * @param steps how many steps, from 1 to {@link Objective#earlierLevels}
   * @throws IllegalStateException if the objective did not announce as many
   */
  GraphLevel earlierLevel(int steps);

  /**
   * The noise levels one step earlier, at {@code s = t - 1/T}.
   *
   * @throws IllegalStateException if the objective has no {@link Objective#timesteps}
   */
  default GraphLevel previousLevel() {
    return earlierLevel(1);
  }

  /**
   * More standard normal noise, independent of {@link #noise} and shaped like it.
   *
   * @param index which noise, from 0; the same index gives the same noise
   */
  Operand<TFloat32> moreNoise(int index);

  /**
   * The network's output for the latents: what the objective {@link Objective#predicts}, whatever
   * the network's preconditioning, and without the variance where the network puts out one too.
   */
  Operand<TFloat32> output();

  /**
   * Where the variance of the reverse step lies for each dimension: 0 stands for that of the
   * posterior q(z_s | z_t, x), 1 for its upper bound, that of the forward step, and between them
   * logarithms are interpolated (Nichol and Dhariwal, arXiv 2102.09672, equation 15). In (0, 1),
   * shaped like the latents.
   *
   * @throws IllegalStateException if the objective does not say {@link Objective#learnsVariance}
   */
  Operand<TFloat32> varianceFraction();

  /**
   * The network's output for other latents of a variance preserving schedule, with the same weights
   * and labels.
   *
   * @param latent shaped like {@link #latent}
   * @param logSnr their log SNRs, of shape [B]
   */
  Operand<TFloat32> output(Operand<TFloat32> latent, Operand<TFloat32> logSnr);

  /**
   * The network's output for other latents of any schedule, with the same weights and labels.
   *
   * @param latent shaped like {@link #latent}
   * @param level their noise levels
   */
  default Operand<TFloat32> output(Operand<TFloat32> latent, GraphLevel level) {
    return output(latent, level.logSnr());
  }

  /**
   * The trained network that is learned from.
   *
   * @throws IllegalStateException if the objective names no {@link Objective#teacher}
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Teacher teacher() {
    throw new IllegalStateException("the objective names no teacher to learn from");
  }

  /**
   * Pulls a cotangent back to the latents: {@code J^T cotangent} with the Jacobian {@code J = d y /
   * d latent}, as a tensor that may be differentiated by the network's parameters.
   *
   * @param y any tensor that was made of {@link #latent}, such as {@link #output}
   * @param cotangent shaped like y
   * @return shaped like the latents; zero where y does not depend on them
   */
  default Operand<TFloat32> pullback(Operand<TFloat32> y, Operand<TFloat32> cotangent) {
    return Pullback.of(tf(), y, latent(), cotangent);
  }
}
