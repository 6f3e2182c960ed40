package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.network.TextFeatures;

/**
 * A block of tokens with adaptive layer normalisation that starts as the identity: "adaLN-Zero" of
 * Peebles and Xie (arXiv 2212.09748, section 3.2). Of what the network is told, a dense layer that
 * starts as zero makes shift, scale and gate of attention and of the hidden layer:
 *
 * <pre>
 * x = x + gate1 attention((1 + scale1) norm(x) + shift1)
 * x = x + attention(norm(x), caption)                        where there are captions
 * x = x + gate2 mlp((1 + scale2) norm(x) + shift2)
 * </pre>
 *
 * @param heads of the attention
 * @param hidden the width of the hidden layer
 * @param dropout the rate of dropout of what is added to a token, in [0, 1)
 */
record TransformerBlock(Heads heads, int hidden, double dropout) {

  /** Applies the block where tokens are told no caption. */
  Operand<TFloat32> apply(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> conditioning) {
    return apply(layers, name, x, conditioning, Optional.empty());
  }

  /**
   * Applies the block.
   *
   * @param x tokens of shape [B, n, width]
   * @param conditioning of shape [B, any]
   * @param text the captions that tokens attend to; empty where they are told none
   */
  Operand<TFloat32> apply(
      Layers layers,
      String name,
      Operand<TFloat32> x,
      Operand<TFloat32> conditioning,
      Optional<TextFeatures> text) {
    Ops tf = layers.tf();
    int width = size(x, 2);
    List<Output<TFloat32>> adapt = adaptation(layers, name + "/adapt", conditioning, width, 6);
    Operand<TFloat32> normal = modulated(layers, x, adapt.get(0), adapt.get(1));
    Operand<TFloat32> projected = layers.denseOfEach(name + "/query-key-value", normal, 3 * width);
    Operand<TFloat32> seen = heads.apply(layers, projected);
    seen = dropped(layers, layers.denseOfEach(name + "/attention", seen, width));
    Operand<TFloat32> attended = tf.math.add(x, tf.math.mul(adapt.get(2), seen));
    Operand<TFloat32> h =
        text.map(told -> withCaption(layers, name + "/caption", attended, told)).orElse(attended);

    normal = modulated(layers, h, adapt.get(3), adapt.get(4));
    Operand<TFloat32> thought =
        layers.graph().gelu(layers.denseOfEach(name + "/dense1", normal, hidden));
    thought = dropped(layers, layers.denseOfEach(name + "/dense2", thought, width));
    return tf.math.add(h, tf.math.mul(adapt.get(5), thought));
  }

  private Operand<TFloat32> withCaption(
      Layers layers, String name, Operand<TFloat32> x, TextFeatures text) {
    Operand<TFloat32> normal = layers.graph().normalized(x, LayerNormalization.plain());
    return layers.tf().math.add(x, new CrossAttention(heads).apply(layers, name, normal, text));
  }

  /** {@code (1 + scale) norm(x) + shift}, with both made of what the network is told. */
  static Operand<TFloat32> adapted(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> conditioning) {
    List<Output<TFloat32>> adapt = adaptation(layers, name, conditioning, size(x, 2), 2);
    return modulated(layers, x, adapt.get(0), adapt.get(1));
  }

  /** Some tensors of [B, 1, width] that start as zero. */
  private static List<Output<TFloat32>> adaptation(
      Layers layers, String name, Operand<TFloat32> conditioning, int width, int count) {
    Operand<TFloat32> all = layers.zeroDense(name, conditioning, count * width);
    Operand<TFloat32> each = layers.reshape(all, -1, 1, count * width);
    return layers.tf().split(layers.tf().constant(2), each, (long) count).output();
  }

  private static Operand<TFloat32> modulated(
      Layers layers, Operand<TFloat32> x, Operand<TFloat32> shift, Operand<TFloat32> scale) {
    return layers.graph().normalized(x, LayerNormalization.modulated(scale, shift));
  }

  private Operand<TFloat32> dropped(Layers layers, Operand<TFloat32> x) {
    return dropout > 0 ? layers.graph().dropout(x, dropout) : x;
  }
}
