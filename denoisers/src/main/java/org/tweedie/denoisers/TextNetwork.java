package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * A small transformer over the tokens of captions, trained together with the network that sees
 * them: an embedding of each token with its place in sines and cosines (Vaswani et al., arXiv
 * 1706.03762, section 3.5), where wanted a convolution along the caption beside them, then blocks
 * of self-attention among the caption's own tokens and a hidden layer, each with layer
 * normalisation before it. Before the first token stands one that begins every caption, so that an
 * empty caption is something.
 *
 * @param options how large it is
 */
public record TextNetwork(Options options) {

  private static final double LONGEST_PERIOD = 10_000;
  private static final int HIDDEN = 4;

  /** How large it is. */
  public record Options(
      @Description("numbers in what is seen of a token; even, and a multiple of heads")
          @Default("64")
          @Positive
          @Max(65_536)
          int width,
      @Description("blocks of self-attention among a caption's tokens; 0 leaves each to itself")
          @Default("2")
          @PositiveOrZero
          @Max(1000)
          int depth,
      @Description("heads of each self-attention") @Default("4") @Positive int heads,
      @Description(
              "tokens to either side that a token is joined with before the blocks, as a colour with its shape; 0 for none")
          @Default("0")
          @PositiveOrZero
          @Max(100)
          int neighbours) {}

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the options do not fit one another
   */
  public TextNetwork {
    Fit.refuseIf(
        options.width() % 2 != 0,
        "width is %d, and must be even: half of it become sines, half cosines of a token's place.",
        options.width());
    Fit.refuseIf(
        options.width() % options.heads() != 0,
        "A width of %d cannot be divided among %d heads. Let heads divide width.",
        options.width(),
        options.heads());
  }

  /** Adds it to a graph: see {@link org.tweedie.api.network.TextEncoder#output}. */
  TextFeatures output(NetworkGraph graph, TextInput input) {
    Layers layers = new Layers(graph);
    Ops tf = graph.tf();
    int width = options.width();
    Operand<TFloat32> table =
        graph.parameter("tokens", Initializer.normal(1), input.vocabulary(), width);
    Operand<TFloat32> tokens = tf.gather(table, input.tokens(), tf.constant(0));
    Operand<TFloat32> begin =
        layers.forEach(graph.parameter("begin", Initializer.normal(1), 1, 1, width), tokens);
    Operand<TFloat32> x =
        tf.math.add(
            tf.concat(List.of(begin, tokens), tf.constant(1)),
            tf.constant(places(input.longest() + 1, width)));
    Operand<TFloat32> mask = mask(layers, input);
    if (options.neighbours() > 0) {
      x = tf.math.add(x, neighbours(layers, x, mask));
    }
    for (int i = 0; i < options.depth(); i++) {
      x = block(layers, "block/" + i, x, mask);
    }
    return new TextFeatures(normal(layers, x), mask);
  }

  /** Of each place whether it is the caption's: those up to its length, with its beginning. */
  private static Operand<TFloat32> mask(Layers layers, TextInput input) {
    Ops tf = layers.tf();
    float[] places = new float[input.longest() + 1];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    Operand<TFloat32> length =
        layers.reshape(tf.dtypes.cast(input.length(), TFloat32.class), -1, 1);
    return tf.dtypes.cast(
        tf.math.lessEqual(tf.constant(new float[][] {places}), length), TFloat32.class);
  }

  /** What stands beside each token makes of it, nothing beyond the caption's ends. */
  private Operand<TFloat32> neighbours(Layers layers, Operand<TFloat32> x, Operand<TFloat32> mask) {
    Ops tf = layers.tf();
    int places = size(x, 1);
    int reach = options.neighbours();
    Operand<TFloat32> own = tf.math.mul(x, layers.reshape(mask, -1, places, 1));
    Operand<TFloat32> wider =
        tf.pad(own, tf.constant(new int[][] {{0, 0}, {reach, reach}, {0, 0}}), tf.constant(0f));
    List<Operand<TFloat32>> shifted = new ArrayList<>();
    for (int from = 0; from <= 2 * reach; from++) {
      shifted.add(
          tf.slice(
              wider, tf.constant(new int[] {0, from, 0}), tf.constant(new int[] {-1, places, -1})));
    }
    return layers.denseOfEach("neighbours", tf.concat(shifted, tf.constant(2)), size(x, 2));
  }

  private Operand<TFloat32> block(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> mask) {
    Ops tf = layers.tf();
    int width = size(x, 2);
    Operand<TFloat32> projected =
        layers.denseOfEach(name + "/query-key-value", normal(layers, x), 3 * width);
    Operand<TFloat32> seen = new Heads(options.heads()).apply(layers, projected, Optional.of(mask));
    Operand<TFloat32> h = tf.math.add(x, layers.denseOfEach(name + "/attention", seen, width));
    Operand<TFloat32> thought =
        layers
            .graph()
            .gelu(layers.denseOfEach(name + "/dense1", normal(layers, h), HIDDEN * width));
    return tf.math.add(h, layers.denseOfEach(name + "/dense2", thought, width));
  }

  private static Operand<TFloat32> normal(Layers layers, Operand<TFloat32> x) {
    return layers.graph().normalized(x, LayerNormalization.plain());
  }

  /** Sines, then cosines, of shape [1, count, width]. */
  private static float[][][] places(int count, int width) {
    int half = width / 2;
    float[][][] waves = new float[1][count][width];
    for (int place = 0; place < count; place++) {
      for (int k = 0; k < half; k++) {
        double phase = place * Math.pow(LONGEST_PERIOD, -(double) k / half);
        waves[0][place][k] = (float) Math.sin(phase);
        waves[0][place][half + k] = (float) Math.cos(phase);
      }
    }
    return waves;
  }
}
