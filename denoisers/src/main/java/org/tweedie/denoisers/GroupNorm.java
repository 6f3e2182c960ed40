package org.tweedie.denoisers;

import static org.tweedie.denoisers.Layers.size;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;

/**
 * Group normalisation (Wu and He, arXiv 1803.08494): each group of channels of each image gets mean
 * 0 and variance 1, then each channel a scale and an offset that are learned.
 *
 * <p>Normalising is bound by memory, so the large tensor is read as seldom as possible: means and
 * mean squares of single channels are taken from it, combined to groups on tensors of [B,
 * channels], and the result is one {@code a x + b}. Means by a product with a row of ones were no
 * faster, and took 150 MB more in training.
 *
 * @param groups how many groups; divides the channels
 */
record GroupNorm(int groups) {

  private static final float EPSILON = 1e-5f;

  /** Normalises images of [B, height, width, channels]. */
  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x) {
    return new Application(layers, name, x).normal();
  }

  /**
   * Normalises {@code x + shift} without writing that sum: to shift a whole channel only moves its
   * moments and the offset, which are small tensors.
   *
   * @param x of shape [B, height, width, channels]
   * @param shift of shape [B, channels]
   */
  Operand<TFloat32> applyToSum(
      Layers layers, String name, Operand<TFloat32> x, Operand<TFloat32> shift) {
    return new Application(layers, name, x).normalOfSum(shift);
  }

  /** The layer while it is added to one graph. */
  private final class Application {

    private final Layers layers;
    private final Ops tf;
    private final int height;
    private final int width;
    private final int channels;
    private final Operand<TFloat32> pixels;
    private final Operand<TFloat32> scale;
    private final Operand<TFloat32> offset;
    private final Operand<TFloat32> mean;
    private final Operand<TFloat32> meanSquare;

    Application(Layers layers, String name, Operand<TFloat32> x) {
      this.layers = layers;
      this.tf = layers.tf();
      this.height = size(x, 1);
      this.width = size(x, 2);
      this.channels = size(x, 3);
      this.pixels = layers.reshape(x, -1, height * width, channels);
      this.scale = parameter(name + "/scale", Initializer.ones());
      this.offset = parameter(name + "/offset", Initializer.zeros());
      this.mean = meanOfPixels(pixels);
      this.meanSquare = meanOfPixels(tf.math.square(pixels));
    }

    Operand<TFloat32> normal() {
      Operand<TFloat32> a = factor(mean, meanSquare);
      return scaled(a, tf.math.sub(offset, tf.math.mul(meanOfGroup(mean), a)));
    }

    Operand<TFloat32> normalOfSum(Operand<TFloat32> shift) {
      Operand<TFloat32> s = layers.reshape(shift, -1, groups, channels / groups);
      Operand<TFloat32> meanOfSum = tf.math.add(mean, s);
      // E (x + s)^2 = E x^2 + s (E x + E (x + s))
      Operand<TFloat32> meanSquareOfSum =
          tf.math.add(meanSquare, tf.math.mul(s, tf.math.add(mean, meanOfSum)));
      Operand<TFloat32> a = factor(meanOfSum, meanSquareOfSum);
      Operand<TFloat32> centre = tf.math.sub(s, meanOfGroup(meanOfSum));
      return scaled(a, tf.math.add(offset, tf.math.mul(centre, a)));
    }

    /** {@code scale / sqrt(variance of the group)}, of shape [B, groups, channels / groups]. */
    private Operand<TFloat32> factor(Operand<TFloat32> first, Operand<TFloat32> second) {
      // Rounding can leave less than nothing of a small variance about a large mean.
      Operand<TFloat32> variance =
          tf.math.maximum(
              tf.math.sub(meanOfGroup(second), tf.math.square(meanOfGroup(first))),
              tf.constant(0f));
      return tf.math.mul(scale, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
    }

    private Operand<TFloat32> scaled(Operand<TFloat32> a, Operand<TFloat32> b) {
      Operand<TFloat32> result =
          tf.math.add(
              tf.math.mul(pixels, layers.reshape(a, -1, 1, channels)),
              layers.reshape(b, -1, 1, channels));
      return layers.reshape(result, -1, height, width, channels);
    }

    /** [B, pixels, channels] to [B, groups, channels / groups]. */
    private Operand<TFloat32> meanOfPixels(Operand<TFloat32> x) {
      Operand<TFloat32> means = tf.math.mean(x, tf.constant(new int[] {1}));
      return layers.reshape(means, -1, groups, channels / groups);
    }

    private Operand<TFloat32> meanOfGroup(Operand<TFloat32> x) {
      return tf.math.mean(x, tf.constant(new int[] {2}), Mean.keepDims(true));
    }

    private Operand<TFloat32> parameter(String name, Initializer initializer) {
      Operand<TFloat32> value = layers.graph().parameter(name, initializer, channels);
      return layers.reshape(value, 1, groups, channels / groups);
    }
  }
}
