package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A network from one variable of a chain to the next: from data to a latent, from a latent to
 * another, or back. It knows nothing of what its output stands for. Immutable; may be added to
 * several graphs.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface LatentNetwork {

  /**
   * Adds the network to a graph. It is added once for each step of a chain, each time with shapes
   * of its own and under names that the program keeps apart.
   *
   * @param graph where operations and parameters go
   * @param input what it sees, and what is asked for
   * @return the raw output, of shape [B, ...] with the sizes of {@link LatentInput#to}, but for the
   *     last axis, which is {@link LatentInput#outputs} times as long
   */
  Operand<TFloat32> output(NetworkGraph graph, LatentInput input);
}
