package org.tweedie.denoisers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Convolutions on whichever side is an image: at full size between images of equal height and
 * width, else halving the size towards a vector and doubling it from one; dense layers between
 * vectors.
 */
public final class ConvMap {

  /**
   * How large the network is.
   *
   * @param channels of each convolution
   * @param blocks residual blocks at each size
   * @param halvings how often the size is halved on the way to a vector
   * @param width units of dense layers
   */
  public record Options(
      @Description("channels of each convolution") @Default("32") @Positive int channels,
      @Description("residual blocks at each size") @Default("1") @PositiveOrZero @Max(1000)
          int blocks,
      @Description("how often height and width are halved on the way to a vector")
          @Default("2")
          @PositiveOrZero
          int halvings,
      @Description("units of the layers between vectors") @Default("200") @Positive int width) {}

  private final Options options;

  ConvMap(Options options) {
    this.options = options;
  }

  Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    Layers layers = new Layers(graph);
    DataShape from = input.from();
    DataShape to = input.to();
    Operand<TFloat32> x = layers.reshape(input.x(), Layers.batchOf(from, 1));
    if (from.isImage() && to.isImage() && sizes(from).get(0).equals(sizes(to).get(0))) {
      Operand<TFloat32> h = blocks(layers, "same", layers.convolution("in", x, channels(), 3, 1));
      return layers.smallConvolution(
          "out", layers.silu(h), to.dimensions().get(2) * input.outputs());
    }
    Operand<TFloat32> h = from.isImage() ? down(layers, x, from) : hidden(layers, x, from);
    if (to.isImage()) {
      return up(layers, h, to, input.outputs());
    }
    h = layers.smallDense("out", h, to.size() * input.outputs());
    return layers.reshape(h, Layers.batchOf(to, input.outputs()));
  }

  private int channels() {
    return options.channels();
  }

  private Operand<TFloat32> hidden(Layers layers, Operand<TFloat32> x, DataShape from) {
    Operand<TFloat32> flat = layers.reshape(x, -1, from.size());
    Operand<TFloat32> h = layers.silu(layers.dense("hidden/0", flat, options.width()));
    return layers.silu(layers.dense("hidden/1", h, options.width()));
  }

  /** An image to a vector. */
  private Operand<TFloat32> down(Layers layers, Operand<TFloat32> x, DataShape from) {
    Operand<TFloat32> h = layers.convolution("in", x, channels(), 3, 1);
    List<List<Integer>> sizes = sizes(from);
    for (int i = 0; i < sizes.size(); i++) {
      if (i > 0) {
        h = layers.down("down/" + i, h);
      }
      h = blocks(layers, "down/" + i, h);
    }
    List<Integer> least = sizes.get(sizes.size() - 1);
    h = layers.reshape(layers.silu(h), -1, least.get(0) * least.get(1) * channels());
    return layers.silu(layers.dense("flat", h, options.width()));
  }

  /** A vector to an image. */
  private Operand<TFloat32> up(Layers layers, Operand<TFloat32> x, DataShape to, int outputs) {
    List<List<Integer>> sizes = sizes(to);
    List<Integer> least = sizes.get(sizes.size() - 1);
    Operand<TFloat32> h =
        layers.silu(layers.dense("spread", x, least.get(0) * least.get(1) * channels()));
    h = layers.reshape(h, -1, least.get(0), least.get(1), channels());
    for (int i = sizes.size() - 1; i >= 0; i--) {
      h = blocks(layers, "up/" + i, h);
      if (i > 0) {
        h = layers.upTo("up/" + i, h, sizes.get(i - 1).get(0), sizes.get(i - 1).get(1));
      }
    }
    return layers.smallConvolution("out", layers.silu(h), to.dimensions().get(2) * outputs);
  }

  private Operand<TFloat32> blocks(Layers layers, String name, Operand<TFloat32> x) {
    Operand<TFloat32> h = x;
    for (int i = 0; i < options.blocks(); i++) {
      String block = name + "/block/" + i;
      Operand<TFloat32> inner =
          layers.convolution(block + "/conv1", layers.silu(h), channels(), 3, 1);
      inner = layers.smallConvolution(block + "/conv2", layers.silu(inner), channels());
      h = layers.tf().math.add(h, inner);
    }
    return h;
  }

  /** Height and width before the first halving, after it, and so on. */
  private List<List<Integer>> sizes(DataShape image) {
    List<List<Integer>> sizes = new ArrayList<>();
    int height = image.dimensions().get(0);
    int width = image.dimensions().get(1);
    sizes.add(List.of(height, width));
    for (int i = 0; i < options.halvings() && height > 1 && width > 1; i++) {
      height = (height + 1) / 2;
      width = (width + 1) / 2;
      sizes.add(List.of(height, width));
    }
    return sizes;
  }
}
