package org.tweedie.denoisers;

import jakarta.inject.Inject;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.DecoderNetwork;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Fully connected layers from latents to data, without any notion of space. Immutable; may be added
 * to several graphs.
 */
@Description("fully connected layers from latents to data")
public final class MlpDecoder implements DecoderNetwork {

  /**
   * How large the network is.
   *
   * @param size layers and units
   */
  public record Options(@Included DenseMap.Options size) {}

  private final DenseMap map;

  /** With its options. */
  @Inject
  public MlpDecoder(Options options) {
    map = new DenseMap(options.size());
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    return map.output(graph, input);
  }
}
