package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The diffusion transformer, DiT: Peebles and Xie, "Scalable Diffusion Models with Transformers"
 * (arXiv 2212.09748, section 3.2). An image is cut into square patches, each becomes a token, and
 * the tokens pass through blocks of self-attention between all of them. The noise level and the
 * class reach every block as scales, shifts and gates of its normalised inputs ("adaLN-Zero"), so
 * that each block starts as the identity and the network by putting out zero.
 *
 * <p>For images whose height and width are multiples of the patch. Immutable; may be added to
 * several graphs.
 */
@Description("diffusion transformer (DiT): patches of an image as tokens, adaptive layer norm")
public final class Transformer implements DenoiserNetwork {

  /** The paper's: how many sines and cosines of the noise level there are. */
  private static final int WAVES = 256;

  /** How large the network is. */
  public record Options(
      @Description("height and width of a patch in pixels; divides the image's")
          @Default("2")
          @Positive
          int patch,
      @Description("numbers in a token; a multiple of 4 and of heads") @Default("128") @Positive
          int width,
      @Description("blocks") @Default("4") @Positive @Max(1000) int depth,
      @Description("heads of each self-attention") @Default("4") @Positive int heads,
      @Description("width of the hidden layer of each block, as a multiple of width")
          @Default("4")
          @Positive
          int mlpRatio,
      @Description("rate of dropout of what attention and hidden layer add to a token")
          @Default("0")
          @PositiveOrZero
          @DecimalMax(value = "1", inclusive = false)
          double dropout,
      @Description(
              "show the network sines and cosines that turn with the data's levels: better bits")
          @Default("false")
          boolean fourier,
      @Description(
              "how captions are told, where there are any: by attention to them in every block, by their"
                  + " mean beside the noise level, or both")
          @Default("both")
          CaptionUse caption) {}

  private final Options options;
  private final DataShape shape;
  private final Optional<Levels> fourier;
  private final Embedding embedding;
  private final TransformerBlock block;

  /**
   * The network for some data.
   *
   * @throws IllegalArgumentException if the data are not images, or the options do not fit them or
   *     one another
   */
  @Inject
  public Transformer(Options options, DataDescription data) {
    this.options = options;
    this.shape = data.shape();
    check(options, shape);
    this.fourier = FourierFeatures.levels(options.fourier(), data);
    this.embedding = new Embedding(WAVES, options.width(), data.classes().size());
    this.block =
        new TransformerBlock(
            new Heads(options.heads()), options.mlpRatio() * options.width(), options.dropout());
  }

  private static void check(Options options, DataShape shape) {
    Fit.refuseIf(
        !shape.isImage(),
        "The network transformer cuts images of height x width x channels into patches, and the"
            + " data have the shape %s. For points, take the network mlp.",
        shape);
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    Fit.refuseIf(
        height % options.patch() != 0 || width % options.patch() != 0,
        "Images of %dx%d cannot be cut into patches of %dx%d. Let patch divide height and width.",
        height,
        width,
        options.patch(),
        options.patch());
    Fit.refuseIf(
        options.width() % 4 != 0,
        "width is %d, and must be a multiple of 4: a quarter each become sines and cosines of a"
            + " token's row and of its column.",
        options.width());
    Fit.refuseIf(
        options.width() % options.heads() != 0,
        "A width of %d cannot be divided among %d heads. Let heads divide width.",
        options.width(),
        options.heads());
  }

  @Override
  public Set<ConditionPart> takes() {
    return Set.of(ConditionPart.values());
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    Layers layers = new Layers(graph);
    Ops tf = graph.tf();
    int width = options.width();
    int patch = options.patch();
    int rows = shape.dimensions().get(0) / patch;
    int columns = shape.dimensions().get(1) / patch;
    Operand<TFloat32> conditioning =
        embedding.apply(layers, "embedding", input, options.caption().isPooled());
    Optional<TextFeatures> text =
        input.condition().caption().filter(any -> options.caption().isAttended());
    Operand<TFloat32> seen =
        JoinedImage.join(layers, FourierFeatures.join(tf, input, fourier), input);
    Operand<TFloat32> patches = layers.convolution("in", seen, width, patch, patch);
    Operand<TFloat32> tokens =
        tf.math.add(
            layers.reshape(patches, -1, rows * columns, width),
            tf.constant(Positions.waves(rows, columns, width)));
    for (int i = 0; i < options.depth(); i++) {
      tokens = block.apply(layers, "block/" + i, tokens, conditioning, text);
    }
    Operand<TFloat32> last = TransformerBlock.adapted(layers, "out/adapt", tokens, conditioning);
    int numbers = patch * patch * shape.dimensions().get(2) * input.outputs();
    Operand<TFloat32> raw = layers.zeroDense("out", layers.reshape(last, -1, width), numbers);
    Operand<TFloat32> image = layers.reshape(raw, -1, rows, columns, numbers);
    return patch == 1 ? image : tf.nn.depthToSpace(image, (long) patch);
  }
}
