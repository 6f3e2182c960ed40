package org.tweedie.denoisers.integer;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * A small convolutional network of 8-bit weights and activations with sums of 32 bits, evaluated in
 * plain Java where the same bits are wanted everywhere. It is trained as a graph that rounds as the
 * integers do, with gradients as if nothing were rounded (Bengio et al., arXiv 1308.3432, the
 * straight-through estimator; Jacob et al., arXiv 1712.05877, for training with rounding). All
 * steps are powers of two, so the graph's float32 holds the same numbers.
 *
 * <p>What it puts out is a step function of the latents, so its gradient is an estimate, and so are
 * likelihoods by the probability flow.
 *
 * <p>Immutable; may be added to several graphs.
 */
@Description(
    "convolutions in 8-bit integers for small images: what it compresses, any machine decodes")
public final class IntegerNetwork implements HostNetwork {

  private static final int MOST_CHANNELS = 112;

  /** How large the network is. */
  public record Options(
      @Description("channels of each convolution") @Default("48") @Positive @Max(MOST_CHANNELS)
          int channels,
      @Description("residual blocks of two convolutions") @Default("3") @Positive @Max(1000)
          int blocks) {}

  private final Design design;

  /**
   * The network for some data.
   *
   * @throws IllegalArgumentException if the data are no images, or have too many channels
   */
  @Inject
  public IntegerNetwork(Options options, DataDescription data) {
    if (!data.shape().isImage()) {
      throw new IllegalArgumentException(
          "the network 'integer' is for images, and the data have the shape %s"
              .formatted(data.shape()));
    }
    design = Design.of(options, data);
    int most = FixedPoint.LARGEST_FAN_IN / (9 * design.seenOfValue());
    if (design.depth() > most) {
      throw new IllegalArgumentException(
          "the network 'integer' is for images of at most %d channels, and these have %d"
              .formatted(most, design.depth()));
    }
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    GraphArithmetic of = new GraphArithmetic(graph, input, design);
    return of.output(design.body(of), design.depth() * input.outputs());
  }

  @Override
  public HostFunction onHost(Map<String, float[]> weights, int outputs) {
    return new HostEvaluation(design, weights, outputs);
  }
}
