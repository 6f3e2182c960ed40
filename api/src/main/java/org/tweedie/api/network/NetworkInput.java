package org.tweedie.api.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a network sees of a batch of B latents. B may be unknown while the graph is built ({@code
 * -1} in a shape).
 *
 * @param z the latents, of shape [B, height, width, channels] for images and [B, n] for points
 * @param logSnr the log SNR of each latent, of shape [B]; may be very large or infinite in size, so
 *     a network limits it. Where there is a {@link Preconditioning}, what that tells in its place
 * @param label the class of each latent, of shape [B], in 0..classes; the value {@code classes} is
 *     the null class, which stands for "not known". Networks for data without classes do not look
 *     at it
 * @param outputs how many tensors shaped like the latents the network is to put out, joined on the
 *     last axis: 1, or 2 where the objective learns the variance of the reverse steps too
 */
public record NetworkInput(
    Operand<TFloat32> z, Operand<TFloat32> logSnr, Operand<TInt32> label, int outputs) {

  /** An input to which the network answers with one tensor shaped like the latents. */
  public NetworkInput(Operand<TFloat32> z, Operand<TFloat32> logSnr, Operand<TInt32> label) {
    this(z, logSnr, label, 1);
  }
}
