package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** Gives its input back, with a number added that is 0 before it learns. */
@Description("gives its input back")
public final class FakeNetwork implements DenoiserNetwork {

  /**
   * Options of many types.
   *
   * @param channels a whole number
   * @param multipliers a list
   * @param attention a list that may be empty
   * @param dropout a number
   * @param bias a boolean
   * @param note a text
   */
  public record Options(
      @Description("channels of the first level") @Default("32") @Positive int channels,
      @Description("factors of the channels, one a level") @Default("[1, 2]") @NotEmpty
          List<@Positive Integer> channelMultipliers,
      @Description("resolutions with attention") @Default("[]") @Size(max = 2)
          List<Integer> attention,
      @Description("share of activations set to zero")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description("whether convolutions have a bias") @Default("true") boolean bias,
      @Description("a remark") @Default("''") String note) {}

  /** What it was told. */
  public final DataDescription data;

  /** With options and the data's shape. */
  @Inject
  public FakeNetwork(Options options, DataDescription data) {
    int levels = options.channelMultipliers().size();
    int size = data.shape().dimensions().get(0);
    if (size % (1 << (levels - 1)) != 0) {
      throw new IllegalArgumentException(
          "%d levels halve images of size %d to parts of a pixel.".formatted(levels, size));
    }
    this.data = data;
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return graph.tf().math.add(input.z(), graph.parameter("shift", Initializer.zeros(), 1));
  }
}
