package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;

/**
 * The elementary layers inside the graph of one network. Images are [B, height, width, channels]
 * with everything but B known while the graph is built.
 */
final class Layers {

  /** The deviation of small outputs, of inputs with deviation 1. */
  private static final double SMALL = 0.1;

  private final NetworkGraph graph;
  private final Ops tf;

  Layers(NetworkGraph graph) {
    this.graph = graph;
    this.tf = graph.tf();
  }

  NetworkGraph graph() {
    return graph;
  }

  Ops tf() {
    return tf;
  }

  /** A size that is known while the graph is built. */
  static int size(Operand<?> x, int axis) {
    return Math.toIntExact(x.shape().get(axis));
  }

  /** A batch of some tensors of one shape, joined on the last axis, for {@link #reshape}. */
  static int[] batchOf(DataShape shape, int tensors) {
    int[] sizes = new int[shape.dimensions().size() + 1];
    sizes[0] = -1;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = shape.dimensions().get(i - 1);
    }
    sizes[sizes.length - 1] *= tensors;
    return sizes;
  }

  /**
   * A reshape; one of the sizes may be -1. Where the graph knows it, it is filled in: with every
   * shape a constant, TensorFlow's optimiser saved 160 MB of 1.5 GB in training the U-Net of 28x28
   * images at batch 64.
   */
  Operand<TFloat32> reshape(Operand<TFloat32> x, int... shape) {
    long total = x.shape().size();
    long known =
        Arrays.stream(shape).filter(size -> size > 0).asLongStream().reduce(1, (a, b) -> a * b);
    int[] filled =
        total < 0
            ? shape
            : Arrays.stream(shape).map(size -> size < 0 ? (int) (total / known) : size).toArray();
    return tf.reshape(x, tf.constant(filled));
  }

  /** The first of several tensors joined on the last axis; the others are 0. */
  static Operand<TFloat32> first(Ops tf, Operand<TFloat32> x, int count) {
    if (count == 1) {
      return x;
    }
    List<Operand<TFloat32>> parts = new ArrayList<>(Collections.nCopies(count, tf.zerosLike(x)));
    parts.set(0, x);
    return tf.concat(parts, tf.constant(x.shape().numDimensions() - 1));
  }

  Operand<TFloat32> silu(Operand<TFloat32> x) {
    return tf.math.mul(x, tf.math.sigmoid(x));
  }

  /** [B, n] to [B, width]. */
  Operand<TFloat32> dense(String name, Operand<TFloat32> x, int width) {
    return dense(name, x, width, preservingVariance(size(x, 1)));
  }

  /** A dense layer for each of n places: [B, n, any] to [B, n, width]. */
  Operand<TFloat32> denseOfEach(String name, Operand<TFloat32> places, int width) {
    int count = size(places, 1);
    Operand<TFloat32> flat = reshape(places, -1, size(places, 2));
    return reshape(dense(name, flat, width), -1, count, width);
  }

  /**
   * The same for each example of a batch.
   *
   * @param x of shape [1, 1, width]
   * @param batch of shape [B, any, width]; B need not be known
   * @return of shape [B, 1, width]
   */
  Operand<TFloat32> forEach(Operand<TFloat32> x, Operand<TFloat32> batch) {
    Operand<TFloat32> one =
        tf.slice(batch, tf.constant(new int[3]), tf.constant(new int[] {-1, 1, -1}));
    return tf.math.add(tf.zerosLike(one), x);
  }

  /** A dense layer that starts as zero, so that what it feeds starts as the identity. */
  Operand<TFloat32> zeroDense(String name, Operand<TFloat32> x, int width) {
    return dense(name, x, width, Initializer.zeros());
  }

  /** A dense layer that starts with small outputs, as those of a chain's networks do. */
  Operand<TFloat32> smallDense(String name, Operand<TFloat32> x, int width) {
    return dense(name, x, width, Initializer.normal(SMALL / Math.sqrt(size(x, 1))));
  }

  private Operand<TFloat32> dense(
      String name, Operand<TFloat32> x, int width, Initializer initializer) {
    Operand<TFloat32> kernel = graph.parameter(name + "/kernel", initializer, size(x, 1), width);
    return tf.nn.biasAdd(tf.linalg.matMul(x, kernel), bias(name, width));
  }

  /** A square convolution, padded so that the size is divided by the stride. */
  Operand<TFloat32> convolution(
      String name, Operand<TFloat32> x, int channels, int width, int stride) {
    int fanIn = width * width * size(x, 3);
    return convolution(name, x, channels, width, stride, preservingVariance(fanIn));
  }

  /** A 3x3 convolution that starts as zero, so that what it feeds starts as the identity. */
  Operand<TFloat32> zeroConvolution(String name, Operand<TFloat32> x, int channels) {
    return convolution(name, x, channels, 3, 1, Initializer.zeros());
  }

  /** A 3x3 convolution that starts with small outputs. */
  Operand<TFloat32> smallConvolution(String name, Operand<TFloat32> x, int channels) {
    double fanIn = 9.0 * size(x, 3);
    return convolution(name, x, channels, 3, 1, Initializer.normal(SMALL / Math.sqrt(fanIn)));
  }

  private Operand<TFloat32> convolution(
      String name,
      Operand<TFloat32> x,
      int channels,
      int width,
      int stride,
      Initializer initializer) {
    Operand<TFloat32> kernel =
        graph.parameter(name + "/kernel", initializer, width, width, size(x, 3), channels);
    List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
    return tf.nn.biasAdd(tf.nn.conv2d(x, kernel, strides, "SAME"), bias(name, channels));
  }

  /** Half the height and half the width, by a strided convolution. */
  Operand<TFloat32> down(String name, Operand<TFloat32> x) {
    return convolution(name, x, size(x, 3), 3, 2);
  }

  /**
   * The same about the centres of the pixels that stay: zeros are added all around, and not at one
   * end alone.
   */
  Operand<TFloat32> centredDown(String name, Operand<TFloat32> x) {
    int channels = size(x, 3);
    Operand<TFloat32> kernel =
        graph.parameter(
            name + "/kernel", preservingVariance(9 * channels), 3, 3, channels, channels);
    Operand<TFloat32> wider =
        tf.pad(x, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}), tf.constant(0f));
    return tf.nn.biasAdd(
        tf.nn.conv2d(wider, kernel, List.of(1L, 2L, 2L, 1L), "VALID"), bias(name, channels));
  }

  /** Twice the height and twice the width: pixels repeated, then smoothed by a convolution. */
  Operand<TFloat32> up(String name, Operand<TFloat32> x) {
    int channels = size(x, 3);
    Operand<TFloat32> kernel =
        graph.parameter(
            name + "/kernel", preservingVariance(9 * channels), 3, 3, channels, channels);
    return tf.nn.biasAdd(graph.enlarged(x, kernel), bias(name, channels));
  }

  /** A larger height and width, in the same way. */
  Operand<TFloat32> upTo(String name, Operand<TFloat32> x, int height, int width) {
    if (height == 2 * size(x, 1) && width == 2 * size(x, 2)) {
      return up(name, x);
    }
    int[] larger = {height, width};
    Operand<TFloat32> repeated = tf.image.resizeNearestNeighbor(x, tf.constant(larger));
    return convolution(name, repeated, size(x, 3), 3, 1);
  }

  private Operand<TFloat32> bias(String name, int width) {
    return graph.parameter(name + "/bias", Initializer.zeros(), width);
  }

  /** Outputs have the variance of the inputs (LeCun et al. 1998, "Efficient BackProp", 4.6). */
  private static Initializer preservingVariance(int fanIn) {
    return Initializer.normal(Math.sqrt(1.0 / fanIn));
  }
}
