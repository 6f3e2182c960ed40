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
 *     last axis: as many as the preconditioning asks for ({@link Preconditioning#outputs}), and one
 *     more where the objective learns the variance of the reverse steps; of a classifier one for
 *     each class
 * @param smooth whether the gradient of the output by the latents is what is wanted in the end, as
 *     of a classifier that guides. A network then leaves out what makes that gradient rough, such
 *     as features that turn with the levels of the data
 * @param condition what is known of each example beside its class, of the parts that the network
 *     takes
 */
public record NetworkInput(
    Operand<TFloat32> z,
    Operand<TFloat32> logSnr,
    Operand<TInt32> label,
    int outputs,
    boolean smooth,
    NetworkCondition condition) {

  /** An input to which the network answers with one tensor shaped like the latents. */
  public static NetworkInput of(
      Operand<TFloat32> z, Operand<TFloat32> logSnr, Operand<TInt32> label) {
    return new NetworkInput(z, logSnr, label, 1, false, NetworkCondition.NONE);
  }

  /** The same for several tensors on the last axis, or of a classifier one for each class. */
  public NetworkInput withOutputs(int count) {
    return new NetworkInput(z, logSnr, label, count, smooth, condition);
  }

  /** The same for a network of which the gradient by the latents is what is wanted in the end. */
  public NetworkInput withSmoothGradient() {
    return new NetworkInput(z, logSnr, label, outputs, true, condition);
  }

  /** The same with what is known beside the class. */
  public NetworkInput withCondition(NetworkCondition told) {
    return new NetworkInput(z, logSnr, label, outputs, smooth, told);
  }

  /**
   * An input of which nothing but the class is known.
   *
   * @deprecated since 0.2: {@link #of}, {@link #withOutputs} and {@link #withSmoothGradient} name
   *     what is given
   */
  @Deprecated(since = "0.2")
  public NetworkInput(
      Operand<TFloat32> z,
      Operand<TFloat32> logSnr,
      Operand<TInt32> label,
      int outputs,
      boolean smooth) {
    this(z, logSnr, label, outputs, smooth, NetworkCondition.NONE);
  }

  /**
   * An input to a network of which the output itself is wanted.
   *
   * @deprecated since 0.2: {@link #of} and {@link #withOutputs} name what is given
   */
  @Deprecated(since = "0.2")
  public NetworkInput(
      Operand<TFloat32> z, Operand<TFloat32> logSnr, Operand<TInt32> label, int outputs) {
    this(z, logSnr, label, outputs, false, NetworkCondition.NONE);
  }

  /**
   * An input to which the network answers with one tensor shaped like the latents.
   *
   * @deprecated since 0.2: {@link #of} is the same
   */
  @Deprecated(since = "0.2")
  public NetworkInput(Operand<TFloat32> z, Operand<TFloat32> logSnr, Operand<TInt32> label) {
    this(z, logSnr, label, 1, false, NetworkCondition.NONE);
  }
}
