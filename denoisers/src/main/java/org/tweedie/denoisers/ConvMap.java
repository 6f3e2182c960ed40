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
 * width; halving the size towards a map that is so many times smaller, and doubling it from one;
 * halving and doubling it towards a vector and from one; dense layers between vectors. Images that
 * are larger than the largest size are cut into patches, as the squeezed images of Bit-Swap (Kingma
 * et al. 2019, arXiv 1905.06845) are.
 */
public final class ConvMap {

  /**
   * How large the network is.
   *
   * @param channels of each convolution
   * @param blocks residual blocks at each size
   * @param halvings how often the size is halved on the way to a vector
   * @param width units of dense layers
   * @param largest height and width above which an image is cut into patches; 0 for none
   */
  public record Options(
      @Description("channels of each convolution") @Default("32") @Positive int channels,
      @Description("residual blocks at each size") @Default("1") @PositiveOrZero @Max(1000)
          int blocks,
      @Description("how often height and width are halved on the way to a vector")
          @Default("2")
          @PositiveOrZero
          int halvings,
      @Description("units of the layers between vectors") @Default("200") @Positive int width,
      @Description(
              "height and width above which an even image is cut into patches of 2x2, of 4x4 and so on: an"
                  + " image of 28x28 costs a quarter at 14; 0 for the full size")
          @Default("0")
          @PositiveOrZero
          int largest) {}

  private final Options options;

  ConvMap(Options options) {
    this.options = options;
  }

  Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    Layers layers = new Layers(graph);
    DataShape from = places(input.from());
    DataShape to = places(input.to());
    Operand<TFloat32> x = layers.reshape(input.x(), Layers.batchOf(input.from(), 1));
    if (from.isImage() && to.isImage() && sizes(from).get(0).equals(sizes(to).get(0))) {
      return last(layers, blocks(layers, "same", first(layers, x, input)), input);
    }
    List<List<Integer>> narrower = between(from, to);
    if (!narrower.isEmpty()) {
      return last(layers, halved(layers, first(layers, x, input), narrower), input);
    }
    List<List<Integer>> wider = between(to, from);
    if (!wider.isEmpty()) {
      return last(layers, doubled(layers, first(layers, x, input), wider), input);
    }
    Operand<TFloat32> h =
        from.isImage() ? down(layers, first(layers, x, input), from) : hidden(layers, x, from);
    if (to.isImage()) {
      return last(layers, up(layers, h, to), input);
    }
    h = layers.smallDense("out", h, to.size() * input.outputs());
    return layers.reshape(h, Layers.batchOf(to, input.outputs()));
  }

  /** How many pixels of an image's height and width are one place. */
  private int patch(DataShape shape) {
    int patch = 1;
    if (shape.isImage() && options.largest() > 0) {
      int height = shape.dimensions().get(0);
      int width = shape.dimensions().get(1);
      while (Math.max(height, width) > options.largest() * patch
          && height % (2 * patch) == 0
          && width % (2 * patch) == 0) {
        patch *= 2;
      }
    }
    return patch;
  }

  /** A shape whose height and width are counted in patches. */
  private DataShape places(DataShape shape) {
    int patch = patch(shape);
    List<Integer> sizes = shape.dimensions();
    return patch == 1
        ? shape
        : DataShape.image(sizes.get(0) / patch, sizes.get(1) / patch, sizes.get(2));
  }

  private Operand<TFloat32> first(Layers layers, Operand<TFloat32> x, LatentInput input) {
    int patch = patch(input.from());
    return layers.convolution("in", x, channels(), patch + 2, patch);
  }

  private Operand<TFloat32> last(Layers layers, Operand<TFloat32> h, LatentInput input) {
    DataShape to = input.to();
    int patch = patch(to);
    int numbers = patch * patch * to.dimensions().get(2) * input.outputs();
    Operand<TFloat32> out = layers.smallConvolution("out", layers.silu(h), numbers);
    return patch == 1 ? out : layers.tf().nn.depthToSpace(out, (long) patch);
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
    List<List<Integer>> sizes = sizes(from);
    Operand<TFloat32> h = halved(layers, x, sizes);
    List<Integer> least = sizes.get(sizes.size() - 1);
    h = layers.reshape(layers.silu(h), -1, least.get(0) * least.get(1) * channels());
    return layers.silu(layers.dense("flat", h, options.width()));
  }

  /** A vector to an image. */
  private Operand<TFloat32> up(Layers layers, Operand<TFloat32> x, DataShape to) {
    List<List<Integer>> sizes = sizes(to);
    List<Integer> least = sizes.get(sizes.size() - 1);
    Operand<TFloat32> h =
        layers.silu(layers.dense("spread", x, least.get(0) * least.get(1) * channels()));
    h = layers.reshape(h, -1, least.get(0), least.get(1), channels());
    return doubled(layers, h, sizes);
  }

  /** An image through all sizes but the first, each half of the one before. */
  private Operand<TFloat32> halved(Layers layers, Operand<TFloat32> x, List<List<Integer>> sizes) {
    Operand<TFloat32> h = x;
    for (int i = 0; i < sizes.size(); i++) {
      if (i > 0) {
        h = layers.down("down/" + i, h);
      }
      h = blocks(layers, "down/" + i, h);
    }
    return h;
  }

  /** The way back. */
  private Operand<TFloat32> doubled(Layers layers, Operand<TFloat32> x, List<List<Integer>> sizes) {
    Operand<TFloat32> h = x;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      h = blocks(layers, "up/" + i, h);
      if (i > 0) {
        h = layers.upTo("up/" + i, h, sizes.get(i - 1).get(0), sizes.get(i - 1).get(1));
      }
    }
    return h;
  }

  /**
   * Height and width from a map to a smaller one, halved as often as it takes; empty where that
   * does not lead to it.
   */
  private static List<List<Integer>> between(DataShape large, DataShape small) {
    if (!large.isImage() || !small.isImage()) {
      return List.of();
    }
    List<Integer> wanted = small.dimensions().subList(0, 2);
    List<List<Integer>> sizes = new ArrayList<>();
    List<Integer> size = large.dimensions().subList(0, 2);
    sizes.add(size);
    while (!size.equals(wanted) && size.get(0) > wanted.get(0) && size.get(1) > wanted.get(1)) {
      size = List.of((size.get(0) + 1) / 2, (size.get(1) + 1) / 2);
      sizes.add(size);
    }
    return size.equals(wanted) ? sizes : List.of();
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
