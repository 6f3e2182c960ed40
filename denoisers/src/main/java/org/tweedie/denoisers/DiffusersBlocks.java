package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.denoisers.DiffusersUNet.TimeUse;

/**
 * The blocks of diffusers' U-Net while they are added to one graph. Parameters have the names of
 * diffusers' tensors, but for their last part.
 */
final class DiffusersBlocks {

  private final Layers layers;
  private final Ops tf;
  private final DiffusersUNet.Options options;
  private final Operand<TFloat32> told;
  private final DiffusersNorm norm;

  /**
   * Blocks of one graph.
   *
   * @param told what residual blocks are told, of shape [B, any]
   */
  DiffusersBlocks(Layers layers, DiffusersUNet.Options options, Operand<TFloat32> told) {
    this.layers = layers;
    this.tf = layers.tf();
    this.options = options;
    this.told = told;
    this.norm = new DiffusersNorm(new GroupNorm(options.groups()), options.epsilon());
  }

  /** What all of them make of the latents. */
  Operand<TFloat32> output(Operand<TFloat32> z, int outputs) {
    List<Integer> channels = options.channels();
    int last = channels.size() - 1;
    Operand<TFloat32> seen =
        options.centre() ? tf.math.sub(tf.math.mul(z, tf.constant(2f)), tf.constant(1f)) : z;
    Operand<TFloat32> h = layers.convolution("conv_in", seen, channels.get(0), 3, 1);
    Deque<Operand<TFloat32>> skipped = new ArrayDeque<>();
    skipped.push(h);
    for (int level = 0; level <= last; level++) {
      String name = "down_blocks/" + level;
      boolean attended = options.downAttention().contains(level);
      for (int i = 0; i < options.blocks(); i++) {
        h = stage(name, i, h, channels.get(level), attended);
        skipped.push(h);
      }
      if (level < last) {
        h = down(name + "/downsamplers/0/conv", h);
        skipped.push(h);
      }
    }
    h = middle(h, channels.get(last));
    for (int level = last; level >= 0; level--) {
      String name = "up_blocks/" + (last - level);
      boolean attended = options.upAttention().contains(level);
      for (int i = 0; i <= options.blocks(); i++) {
        Operand<TFloat32> joined = tf.concat(List.of(h, skipped.pop()), tf.constant(3));
        h = stage(name, i, joined, channels.get(level), attended);
      }
      h = level > 0 ? layers.up(name + "/upsamplers/0/conv", h) : h;
    }
    return layers.zeroConvolution("conv_out", norm.silu(layers, "conv_norm_out", h), outputs);
  }

  private Operand<TFloat32> down(String name, Operand<TFloat32> h) {
    return options.centredDown() ? layers.centredDown(name, h) : layers.down(name, h);
  }

  private Operand<TFloat32> stage(
      String name, int i, Operand<TFloat32> x, int channels, boolean attended) {
    Operand<TFloat32> h = residual(name + "/resnets/" + i, x, channels, 1);
    return attended ? attention(name + "/attentions/" + i, h, Optional.of(norm), 1) : h;
  }

  private Operand<TFloat32> middle(Operand<TFloat32> x, int channels) {
    double scale = options.middleScale();
    Operand<TFloat32> h = residual("mid_block/resnets/0", x, channels, scale);
    if (options.middleAttention()) {
      h = attention("mid_block/attentions/0", h, middleNorm(), scale);
    }
    return residual("mid_block/resnets/1", h, channels, scale);
  }

  private Optional<DiffusersNorm> middleNorm() {
    if (options.middleGroups() > 0) {
      return Optional.of(
          new DiffusersNorm(new GroupNorm(options.middleGroups()), options.epsilon()));
    }
    return options.timeUse() == TimeUse.ADD ? Optional.of(norm) : Optional.empty();
  }

  private Operand<TFloat32> residual(String name, Operand<TFloat32> x, int channels, double scale) {
    Operand<TFloat32> h =
        layers.convolution(name + "/conv1", norm.silu(layers, name + "/norm1", x), channels, 3, 1);
    h = options.timeUse() == TimeUse.ADD ? shifted(name, h) : scaled(name, h);
    h = options.dropout() > 0 ? layers.graph().dropout(h, options.dropout()) : h;
    h = layers.zeroConvolution(name + "/conv2", h, channels);
    Operand<TFloat32> skip =
        size(x, 3) == channels ? x : layers.convolution(name + "/conv_shortcut", x, channels, 1, 1);
    return divided(tf.math.add(skip, h), scale);
  }

  private Operand<TFloat32> shifted(String name, Operand<TFloat32> h) {
    Operand<TFloat32> shift = layers.dense(name + "/time_emb_proj", told, size(h, 3));
    return norm.siluOfSum(layers, name + "/norm2", h, shift);
  }

  private Operand<TFloat32> scaled(String name, Operand<TFloat32> h) {
    int channels = size(h, 3);
    Operand<TFloat32> both = layers.dense(name + "/time_emb_proj", told, 2 * channels);
    List<Output<TFloat32>> parts = tf.split(tf.constant(1), both, 2L).output();
    Operand<TFloat32> scale = layers.reshape(parts.get(0), -1, 1, 1, channels);
    Operand<TFloat32> shift = layers.reshape(parts.get(1), -1, 1, 1, channels);
    Operand<TFloat32> normal = norm.apply(layers, name + "/norm2", h);
    return layers.silu(
        tf.math.add(tf.math.mul(normal, tf.math.add(scale, tf.constant(1f))), shift));
  }

  private Operand<TFloat32> attention(
      String name, Operand<TFloat32> x, Optional<DiffusersNorm> before, double scale) {
    int channels = size(x, 3);
    int places = size(x, 1) * size(x, 2);
    Operand<TFloat32> normal =
        before.map(own -> own.apply(layers, name + "/group_norm", x)).orElse(x);
    Operand<TFloat32> flat = layers.reshape(normal, -1, places, channels);
    int heads = options.headChannels() == 0 ? 1 : channels / options.headChannels();
    Operand<TFloat32> found =
        new Heads(heads)
            .apply(
                layers,
                layers.denseOfEach(name + "/to_q", flat, channels),
                layers.denseOfEach(name + "/to_k", flat, channels),
                layers.denseOfEach(name + "/to_v", flat, channels),
                Optional.empty());
    Operand<TFloat32> added = layers.denseOfEach(name + "/to_out/0", found, channels);
    return divided(
        tf.math.add(x, layers.reshape(added, -1, size(x, 1), size(x, 2), channels)), scale);
  }

  private Operand<TFloat32> divided(Operand<TFloat32> x, double scale) {
    return scale == 1 ? x : tf.math.div(x, tf.constant((float) scale));
  }
}
