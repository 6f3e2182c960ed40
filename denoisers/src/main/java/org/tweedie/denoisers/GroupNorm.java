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
 * mean squares of single channels are taken by a product with a row of ones, which TensorFlow
 * computes at the speed of a matrix product, forwards and backwards; they are combined to groups on
 * tensors of [B, channels]; and the result is one {@code a x + b}.
 *
 * @param groups how many groups; divides the channels
 */
record GroupNorm(int groups) {

  private static final float EPSILON = 1e-5f;

  Operand<TFloat32> apply(Layers layers, String name, Operand<TFloat32> x) {
    Ops tf = layers.tf();
    int height = size(x, 1);
    int width = size(x, 2);
    int channels = size(x, 3);
    int inGroup = channels / groups;
    Operand<TFloat32> scale =
        layers.graph().parameter(name + "/scale", Initializer.ones(), channels);
    Operand<TFloat32> offset =
        layers.graph().parameter(name + "/offset", Initializer.zeros(), channels);

    Operand<TFloat32> pixels = layers.reshape(x, -1, height * width, channels);
    Operand<TFloat32> mean = groupMean(layers, pixels);
    Operand<TFloat32> meanSquare = groupMean(layers, tf.math.square(pixels));
    Operand<TFloat32> variance = tf.math.sub(meanSquare, tf.math.square(mean));
    Operand<TFloat32> perDeviation = tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON)));

    Operand<TFloat32> a = tf.math.mul(layers.reshape(scale, 1, groups, inGroup), perDeviation);
    Operand<TFloat32> b =
        tf.math.sub(layers.reshape(offset, 1, groups, inGroup), tf.math.mul(mean, a));
    Operand<TFloat32> normal =
        tf.math.add(
            tf.math.mul(pixels, layers.reshape(a, -1, 1, channels)),
            layers.reshape(b, -1, 1, channels));
    return layers.reshape(normal, -1, height, width, channels);
  }

  /** [B, pixels, channels] to [B, groups, 1]. */
  private Operand<TFloat32> groupMean(Layers layers, Operand<TFloat32> pixels) {
    Ops tf = layers.tf();
    int count = size(pixels, 1);
    int channels = size(pixels, 2);
    Operand<TFloat32> row = tf.fill(tf.constant(new int[] {1, 1, count}), tf.constant(1f / count));
    Operand<TFloat32> ofChannels = tf.train.batchMatMul(row, pixels, TFloat32.class);
    return tf.math.mean(
        layers.reshape(ofChannels, -1, groups, channels / groups),
        tf.constant(new int[] {2}),
        Mean.keepDims(true));
  }
}
