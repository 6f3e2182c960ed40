package org.tweedie.api.network;

import org.apiguardian.api.API;

/**
 * A network with weights as a function on the Java heap. The same bits on every platform, and for
 * each latent whatever others are beside it. Immutable; safe for many threads.
 *
 * @see HostNetwork
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface HostFunction {

  /**
   * What the network puts out for B latents.
   *
   * @param z the latents one after the other, each in row-major order; all finite
   * @param logSnr B log SNRs, as {@link NetworkInput#logSnr} has them
   * @param label B classes, as {@link NetworkInput#label} has them
   * @return the raw outputs in the order of the latents, each in row-major order with the last axis
   *     as many times as long as tensors were asked for
   */
  float[] output(float[] z, float[] logSnr, int[] label);
}
