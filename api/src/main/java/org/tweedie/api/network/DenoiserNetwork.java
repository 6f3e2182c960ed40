package org.tweedie.api.network;

import java.util.Set;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;

/**
 * What a network looks like. It knows nothing of what its output stands for: that is the
 * objective's choice. A constructor may ask for the {@link org.tweedie.api.data.DataDescription} to
 * learn the shape of the data and the number of classes.
 */
public interface DenoiserNetwork {

  /**
   * Adds the network to a graph.
   *
   * @param graph where operations and parameters go
   * @param input latents, log SNRs and labels
   * @return the raw output, shaped like the latents but for the last axis, which is {@link
   *     NetworkInput#outputs} times as long
   */
  Operand<TFloat32> output(NetworkGraph graph, NetworkInput input);

  /**
   * The parts of a condition that the network can be told; it is told those of them that the data
   * have, in {@link NetworkInput#condition}. The class is always in {@link NetworkInput#label}.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Set<ConditionPart> takes() {
    return Set.of(ConditionPart.CLASS);
  }
}
