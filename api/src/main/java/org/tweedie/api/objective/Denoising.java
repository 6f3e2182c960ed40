package org.tweedie.api.objective;

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
   * The noise levels one step earlier, at {@code s = t - 1/T}.
   *
   * @throws IllegalStateException if the objective has no {@link Objective#timesteps}
   */
  GraphLevel previousLevel();

  /**
   * The network's output for the latents: what the objective {@link Objective#predicts}, whatever
   * the network's preconditioning.
   */
  Operand<TFloat32> output();

  /**
   * The network's raw output for other latents of a variance preserving schedule, with the same
   * weights and labels.
   *
   * @param latent shaped like {@link #latent}
   * @param logSnr their log SNRs, of shape [B]
   */
  Operand<TFloat32> output(Operand<TFloat32> latent, Operand<TFloat32> logSnr);

  /**
   * The network's raw output for other latents of any schedule, with the same weights and labels.
   *
   * @param latent shaped like {@link #latent}
   * @param level their noise levels
   */
  default Operand<TFloat32> output(Operand<TFloat32> latent, GraphLevel level) {
    return output(latent, level.logSnr());
  }
}
