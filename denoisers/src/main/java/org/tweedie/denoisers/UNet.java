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
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The U-Net of Ho et al. (arXiv 2006.11239, appendix B) for images: residual blocks at several
 * resolutions on the way down, the same on the way up with what was seen on the way down joined to
 * them, and self-attention in the middle and at chosen resolutions. It is told captions by
 * attention to them and by their mean, numbers beside the noise level, and images as further
 * channels. It starts by putting out zero. With a patch above 1 all of it is at a lower resolution,
 * which costs little where images are smooth (Hoogeboom et al., arXiv 2301.11093, section 3.2).
 *
 * <p>Immutable; may be added to several graphs.
 */
@Description("U-Net for images: residual blocks, self-attention, noise level and class embedded")
public final class UNet implements DenoiserNetwork {

  /** How large the network is. */
  public record Options(
      @Description(
              "height and width in pixels of what the first layer joins to one place, which the last"
                  + " layer divides again; above 1 the network is faster and sees details less well")
          @Default("1")
          @Positive
          int patch,
      @Description("channels at the full resolution; even, and a multiple of groups")
          @Default("32")
          @Positive
          @Max(1_000_000)
          int channels,
      @Description("channels at each resolution, from the full one down, as multiples of channels")
          @Default("[1, 2, 2]")
          @NotEmpty
          List<@Positive Integer> channelMultipliers,
      @Description("residual blocks at each resolution") @Default("2") @Positive @Max(1000)
          int blocks,
      @Description(
              "heights in places (pixels, where patch is 1) at which there is self-attention besides the"
                  + " middle")
          @Default("[]")
          List<@Positive Integer> attention,
      @Description("heads of each self-attention") @Default("1") @Positive int attentionHeads,
      @Description("groups of channels that are normalised together") @Default("8") @Positive
          int groups,
      @Description("rate of dropout in each residual block")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description(
              "show the network sines and cosines that turn with the data's levels: better bits")
          @Default("false")
          boolean fourier,
      @Description(
              "how captions are told, where there are any: by attention to them in the middle and where"
                  + " there is self-attention, by their mean beside the noise level, or both")
          @Default("both")
          CaptionUse caption,
      @Description(
              "show the network where each place lies, where it sees the image and where it asks the"
                  + " caption: for captions that say where")
          @Default("false")
          boolean coordinates) {

    /** Copies the lists. */
    public Options {
      channelMultipliers = List.copyOf(channelMultipliers);
      attention = List.copyOf(attention);
    }
  }

  /** Numbers in what tells a place from others: sines and cosines of rows and of columns. */
  private static final int WAVES = 32;

  private final Options options;
  private final int imageChannels;
  private final Optional<Levels> fourier;
  private final Embedding embedding;
  private final GroupNorm norm;
  private final ResidualBlock block;
  private final Attention attention;
  private final CrossAttention crossAttention;

  /**
   * The network for some data.
   *
   * @throws IllegalArgumentException if the data are not images, or the options do not fit them or
   *     one another
   */
  @Inject
  public UNet(Options options, DataDescription data) {
    UNetFit.check(options, data);
    this.options = options;
    this.imageChannels = data.shape().dimensions().get(2);
    this.fourier = FourierFeatures.levels(options.fourier(), data);
    this.embedding =
        new Embedding(options.channels(), 4 * options.channels(), data.classes().size());
    this.norm = new GroupNorm(options.groups());
    this.block = new ResidualBlock(norm, options.dropout());
    this.attention = new Attention(options.attentionHeads(), norm);
    this.crossAttention = new CrossAttention(new Heads(options.attentionHeads()));
  }

  @Override
  public Set<ConditionPart> takes() {
    return Set.of(ConditionPart.values());
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return new Construction(graph, input).output(input);
  }

  /** The network while it is added to one graph. */
  private final class Construction {

    private final Layers layers;
    private final Ops tf;
    private final Operand<TFloat32> conditioning;
    private final Optional<TextFeatures> text;
    private final List<Integer> multipliers = options.channelMultipliers();
    private final Deque<Operand<TFloat32>> seen = new ArrayDeque<>();

    Construction(NetworkGraph graph, NetworkInput input) {
      layers = new Layers(graph);
      tf = graph.tf();
      conditioning = embedding.apply(layers, "embedding", input, options.caption().isPooled());
      text = input.condition().caption().filter(any -> options.caption().isAttended());
    }

    Operand<TFloat32> output(NetworkInput input) {
      Operand<TFloat32> x =
          JoinedImage.join(layers, FourierFeatures.join(tf, input, fourier), input);
      x = options.coordinates() ? Coordinates.join(layers, x) : x;
      int patch = options.patch();
      Operand<TFloat32> h = layers.convolution("in", x, options.channels(), patch + 2, patch);
      seen.push(h);
      for (int level = 0; level < multipliers.size(); level++) {
        h = wayDown(level, h);
      }
      h = middle(h);
      for (int level = multipliers.size() - 1; level >= 0; level--) {
        h = wayUp(level, h);
      }
      h = norm.silu(layers, "out/norm", h);
      int numbers = patch * patch * imageChannels * input.outputs();
      Operand<TFloat32> places = layers.zeroConvolution("out", h, numbers);
      return patch == 1 ? places : tf.nn.depthToSpace(places, (long) patch);
    }

    private Operand<TFloat32> wayDown(int level, Operand<TFloat32> h) {
      String name = "down/" + level;
      for (int i = 0; i < options.blocks(); i++) {
        h = stage(name + "/" + i, level, h);
        seen.push(h);
      }
      if (level < multipliers.size() - 1) {
        h = layers.down(name + "/down", h);
        seen.push(h);
      }
      return h;
    }

    private Operand<TFloat32> middle(Operand<TFloat32> h) {
      int channels = size(h, 3);
      h = block.apply(layers, "middle/0", h, conditioning, channels);
      h = attended("middle", h);
      return block.apply(layers, "middle/1", h, conditioning, channels);
    }

    private Operand<TFloat32> wayUp(int level, Operand<TFloat32> h) {
      String name = "up/" + level;
      for (int i = 0; i <= options.blocks(); i++) {
        h = stage(name + "/" + i, level, tf.concat(List.of(h, seen.pop()), tf.constant(3)));
      }
      return level > 0 ? layers.up(name + "/up", h) : h;
    }

    private Operand<TFloat32> stage(String name, int level, Operand<TFloat32> x) {
      int channels = options.channels() * multipliers.get(level);
      Operand<TFloat32> h = block.apply(layers, name, x, conditioning, channels);
      return options.attention().contains(size(h, 1)) ? attended(name, h) : h;
    }

    /** Attention of pixels to one another, and to the caption where there is one. */
    private Operand<TFloat32> attended(String name, Operand<TFloat32> h) {
      Operand<TFloat32> seen = attention.apply(layers, name + "/attention", h);
      return text.map(told -> withCaption(name + "/caption", seen, told)).orElse(seen);
    }

    private Operand<TFloat32> withCaption(String name, Operand<TFloat32> h, TextFeatures told) {
      int channels = size(h, 3);
      int places = size(h, 1) * size(h, 2);
      Operand<TFloat32> normal =
          layers.reshape(norm.apply(layers, name + "/norm", h), -1, places, channels);
      Operand<TFloat32> asking =
          options.coordinates() ? tf.math.add(normal, place(name + "/place", h)) : normal;
      Operand<TFloat32> added = crossAttention.apply(layers, name, asking, told);
      return tf.math.add(h, layers.reshape(added, -1, size(h, 1), size(h, 2), channels));
    }

    /** What is learned of where each place lies, of shape [1, places, channels]. */
    private Operand<TFloat32> place(String name, Operand<TFloat32> h) {
      float[][] waves = Positions.waves(size(h, 1), size(h, 2), WAVES);
      return layers.denseOfEach(name, tf.constant(new float[][][] {waves}), size(h, 3));
    }
  }
}
