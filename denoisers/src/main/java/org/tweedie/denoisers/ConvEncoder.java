package org.tweedie.denoisers;

import jakarta.inject.Inject;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.EncoderNetwork;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Convolutions from data to latents: at full size between images, halving and doubling the size
 * where one side is a vector. Immutable; may be added to several graphs.
 */
@Description("convolutions from data to latents, for images")
public final class ConvEncoder implements EncoderNetwork {

  /**
   * How large the network is.
   *
   * @param size layers and units
   */
  public record Options(@Included ConvMap.Options size) {}

  private final ConvMap map;

  /** With its options. */
  @Inject
  public ConvEncoder(Options options) {
    map = new ConvMap(options.size());
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    return map.output(graph, input);
  }
}
