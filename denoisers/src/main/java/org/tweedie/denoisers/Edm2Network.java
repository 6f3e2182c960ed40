package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The magnitude-preserving U-Net of Karras et al. (arXiv 2312.02696, configuration G): no group
 * normalisation, no biases; filters of unit norm, pixels of unit magnitude on the way down,
 * residual branches that are mixed in rather than added, attention by the cosine. It starts by
 * putting out zero, by a gain that is learned.
 *
 * <p>Otherwise than there, weights keep the norm that training gives them ({@link
 * MagnitudePreserving}), activations are not clipped, and frequencies and phases of the noise level
 * are spread evenly and not drawn.
 *
 * <p>Immutable; may be added to several graphs.
 */
@Description("magnitude-preserving U-Net of EDM2 for images: unit filters, no normalisation layers")
public final class Edm2Network implements DenoiserNetwork {

  /** How large the network is. */
  public record Options(
      @Description("channels at the full resolution") @Default("32") @Positive @Max(1_000_000)
          int channels,
      @Description("channels at each resolution, from the full one down, as multiples of channels")
          @Default("[1, 2, 2]")
          @NotEmpty
          List<@Positive Integer> channelMultipliers,
      @Description("residual blocks at each resolution") @Default("2") @Positive @Max(1000)
          int blocks,
      @Description("heights in pixels at which there is self-attention besides the middle")
          @Default("[]")
          List<@Positive Integer> attention,
      @Description("heads of each self-attention") @Default("1") @Positive int attentionHeads,
      @Description("rate of dropout in each residual block")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description(
              "show the network sines and cosines that turn with the data's levels: better bits")
          @Default("false")
          boolean fourier) {

    /** Copies the lists. */
    public Options {
      channelMultipliers = List.copyOf(channelMultipliers);
      attention = List.copyOf(attention);
    }
  }

  /** The share of a residual branch, or of attention, in what it is mixed with. */
  private static final double RESIDUAL = 0.3;

  /** That of what was seen on the way down, and of the class beside the noise level. */
  private static final double SKIP = 0.5;

  private static final double CLASS = 0.5;

  private final Options options;
  private final int imageChannels;
  private final int classes;
  private final Optional<Levels> fourier;

  /**
   * The network for some data.
   *
   * @throws IllegalArgumentException if the data are not images, or the options do not fit them or
   *     one another
   */
  @Inject
  public Edm2Network(Options options, DataDescription data) {
    check(options, data.shape());
    this.options = options;
    this.imageChannels = data.shape().dimensions().get(2);
    this.classes = data.classes().size();
    this.fourier = FourierFeatures.levels(options.fourier(), data);
  }

  private static void check(Options options, DataShape shape) {
    Fit.refuseIf(
        !shape.isImage(),
        "The network edm2 is for images of height x width x channels, and the data have the shape"
            + " %s. For points, take the network mlp.",
        shape);
    UNetFit.checkResolutions(
        options.channelMultipliers().size() - 1,
        options.attention(),
        shape.dimensions().get(0),
        shape.dimensions().get(1),
        1);
    UNetFit.checkHeads(options.channels(), options.channelMultipliers(), options.attentionHeads());
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return new Construction(graph, input).output(input);
  }

  /** The network while it is added to one graph. */
  private final class Construction {

    private final Layers layers;
    private final MagnitudePreserving preserving;
    private final Ops tf;
    private final Operand<TFloat32> told;
    private final List<Integer> multipliers = options.channelMultipliers();
    private final Deque<Operand<TFloat32>> seen = new ArrayDeque<>();

    Construction(NetworkGraph graph, NetworkInput input) {
      layers = new Layers(graph);
      preserving = new MagnitudePreserving(layers);
      tf = graph.tf();
      told = told(input);
    }

    /** The noise level and the class, of shape [B, width]; the null class adds nothing. */
    private Operand<TFloat32> told(NetworkInput input) {
      int width = options.channels() * multipliers.stream().mapToInt(it -> it).max().orElseThrow();
      Operand<TFloat32> noise =
          preserving.dense(
              "embedding/noise", NoiseWaves.of(layers, input.logSnr(), options.channels()), width);
      if (classes == 0) {
        return preserving.silu(noise);
      }
      return preserving.silu(
          preserving.sum(
              noise, preserving.chosen("embedding/class", input.label(), classes, width), CLASS));
    }

    Operand<TFloat32> output(NetworkInput input) {
      Operand<TFloat32> image = FourierFeatures.join(tf, input, fourier);
      // In the place of biases: a channel of ones.
      Operand<TFloat32> x =
          tf.pad(image, tf.constant(new int[][] {{0, 0}, {0, 0}, {0, 0}, {0, 1}}), tf.constant(1f));
      Operand<TFloat32> h = preserving.convolution("in", x, options.channels(), 3);
      seen.push(h);
      for (int level = 0; level < multipliers.size(); level++) {
        if (level > 0) {
          // At the channels of the level before.
          h = down("down/" + level + "/down", level - 1, halved(h));
          seen.push(h);
        }
        for (int i = 0; i < options.blocks(); i++) {
          String name = "down/" + level + "/" + i;
          h = attendedWhereChosen(name, down(name, level, h));
          seen.push(h);
        }
      }
      int last = multipliers.size() - 1;
      h = attended("middle/0", up("middle/0", last, h));
      h = up("middle/1", last, h);
      for (int level = last; level >= 0; level--) {
        h = level == last ? h : up("up/" + level + "/up", level + 1, doubled(h));
        for (int i = 0; i <= options.blocks(); i++) {
          String name = "up/" + level + "/" + i;
          h = attendedWhereChosen(name, up(name, level, preserving.joined(h, seen.pop(), SKIP)));
        }
      }
      Operand<TFloat32> out = preserving.convolution("out", h, imageChannels * input.outputs(), 3);
      return tf.math.mul(out, preserving.gain("out/gain"));
    }

    private Operand<TFloat32> attendedWhereChosen(String name, Operand<TFloat32> h) {
      return options.attention().contains(size(h, 1)) ? attended(name, h) : h;
    }

    private Operand<TFloat32> halved(Operand<TFloat32> h) {
      List<Long> two = List.of(1L, 2L, 2L, 1L);
      return tf.nn.avgPool(h, two, two, "VALID");
    }

    private Operand<TFloat32> doubled(Operand<TFloat32> h) {
      return tf.image.resizeNearestNeighbor(
          h, tf.constant(new int[] {2 * size(h, 1), 2 * size(h, 2)}));
    }

    /** A block on the way down, which begins with pixels of unit magnitude. */
    private Operand<TFloat32> down(String name, int level, Operand<TFloat32> x) {
      Operand<TFloat32> h = preserving.normalized(fitted(name, level, x));
      return mixed(name, level, h, h);
    }

    private Operand<TFloat32> up(String name, int level, Operand<TFloat32> x) {
      return mixed(name, level, fitted(name, level, x), x);
    }

    private Operand<TFloat32> fitted(String name, int level, Operand<TFloat32> x) {
      int channels = options.channels() * multipliers.get(level);
      return size(x, 3) == channels ? x : preserving.convolution(name + "/skip", x, channels, 1);
    }

    /** A residual branch, told the noise level, mixed into the way past it. */
    private Operand<TFloat32> mixed(
        String name, int level, Operand<TFloat32> past, Operand<TFloat32> x) {
      int channels = options.channels() * multipliers.get(level);
      Operand<TFloat32> h = preserving.convolution(name + "/0", preserving.silu(x), channels, 3);
      Operand<TFloat32> scale =
          tf.math.add(
              tf.math.mul(
                  preserving.dense(name + "/told", told, channels),
                  preserving.gain(name + "/told/gain")),
              tf.constant(1f));
      h = preserving.silu(tf.math.mul(h, layers.reshape(scale, -1, 1, 1, channels)));
      h = options.dropout() > 0 ? layers.graph().dropout(h, options.dropout()) : h;
      h = preserving.convolution(name + "/1", h, channels, 3);
      return preserving.sum(past, h, RESIDUAL);
    }

    /** Attention by the cosine: queries, keys and values have unit magnitude in each head. */
    private Operand<TFloat32> attended(String name, Operand<TFloat32> h) {
      int channels = size(h, 3);
      int places = size(h, 1) * size(h, 2);
      int heads = options.attentionHeads();
      Operand<TFloat32> projected =
          preserving.convolution(name + "/query-key-value", h, 3 * channels, 1);
      Operand<TFloat32> unit =
          preserving.normalized(layers.reshape(projected, -1, places, 3 * heads, channels / heads));
      Operand<TFloat32> attended =
          new Heads(heads).apply(layers, layers.reshape(unit, -1, places, 3 * channels));
      Operand<TFloat32> image = layers.reshape(attended, -1, size(h, 1), size(h, 2), channels);
      return preserving.sum(
          h, preserving.convolution(name + "/attention", image, channels, 1), RESIDUAL);
    }
  }
}
