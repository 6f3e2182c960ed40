package org.tweedie.api.network;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * Group normalisation (Wu and He, arXiv 1803.08494) with what networks do right before and after
 * it: each channel may be shifted first, each group of channels of each example then gets mean 0
 * and variance 1, each channel a scale and an offset, and the result may pass through {@code
 * SiLU(u) = u sigmoid(u)}. One group of all channels is layer normalisation over a whole example.
 *
 * <p>A network asks its graph for it by {@link NetworkGraph#normalized(Operand,
 * GroupNormalization)}, since a graph may know a faster way than {@link #apply}. Immutable.
 *
 * @param groups how many groups; divides the channels
 * @param scale of each channel, of shape [channels]
 * @param offset of each channel, of shape [channels]
 * @param shift what is added to each channel of each example first, of shape [B, channels]
 * @param silu whether SiLU follows
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record GroupNormalization(
    int groups,
    Operand<TFloat32> scale,
    Operand<TFloat32> offset,
    Optional<Operand<TFloat32>> shift,
    boolean silu) {

  /** What is added to a variance, so that nothing is divided by zero. */
  public static final float EPSILON = 1e-5f;

  /**
   * Normalises and does nothing else.
   *
   * @throws IllegalArgumentException if the groups do not divide the channels
   */
  public GroupNormalization {
    long channels = scale.shape().get(0);
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "%d channels cannot be divided into %d groups".formatted(channels, groups));
    }
  }

  /** Normalises without a shift, and without SiLU. */
  public static GroupNormalization of(
      int groups, Operand<TFloat32> scale, Operand<TFloat32> offset) {
    return new GroupNormalization(groups, scale, offset, Optional.empty(), false);
  }

  /** The same of {@code x + shift}. */
  public GroupNormalization shiftedBy(Operand<TFloat32> added) {
    return new GroupNormalization(groups, scale, offset, Optional.of(added), silu);
  }

  /** The same with SiLU after it. */
  public GroupNormalization thenSilu() {
    return new GroupNormalization(groups, scale, offset, shift, true);
  }

  /**
   * Adds it to a graph in TensorFlow's own operations, all of which have derivatives of
   * derivatives.
   *
   * <p>Normalising is bound by memory, so the large tensor is read as seldom as possible: means and
   * mean squares of single channels are taken from it, combined to groups on tensors of [B,
   * channels], and the result is one {@code a x + b}. A shift of a whole channel only moves its
   * moments and the offset, so {@code x + shift} is not written either. Means by a product with a
   * row of ones were no faster, and took 150 MB more in training.
   *
   * @param x of shape [B, ..., channels], with all sizes but B known
   * @return shaped like x
   */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    return new Application(tf, x).result();
  }

  /** The layer while it is added to one graph. */
  private final class Application {

    private final Ops tf;
    private final Operand<TFloat32> x;
    private final int channels;
    private final Operand<TFloat32> pixels;
    private final Operand<TFloat32> factors;
    private final Operand<TFloat32> offsets;
    private final Operand<TFloat32> mean;
    private final Operand<TFloat32> meanSquare;

    Application(Ops tf, Operand<TFloat32> x) {
      this.tf = tf;
      this.x = x;
      Shape shape = x.shape();
      this.channels = Math.toIntExact(shape.get(-1));
      int places = 1;
      for (int i = 1; i < shape.numDimensions() - 1; i++) {
        places *= Math.toIntExact(shape.get(i));
      }
      this.pixels = reshape(x, -1, places, channels);
      this.factors = reshape(scale, 1, groups, channels / groups);
      this.offsets = reshape(offset, 1, groups, channels / groups);
      this.mean = meanOfPixels(pixels);
      this.meanSquare = meanOfPixels(tf.math.square(pixels));
    }

    Operand<TFloat32> result() {
      Operand<TFloat32> normal = shift.map(this::normalOfSum).orElseGet(this::normal);
      return silu ? tf.math.mul(normal, tf.math.sigmoid(normal)) : normal;
    }

    private Operand<TFloat32> normal() {
      Operand<TFloat32> a = factor(mean, meanSquare);
      return scaled(a, tf.math.sub(offsets, tf.math.mul(meanOfGroup(mean), a)));
    }

    private Operand<TFloat32> normalOfSum(Operand<TFloat32> added) {
      Operand<TFloat32> s = reshape(added, -1, groups, channels / groups);
      Operand<TFloat32> meanOfSum = tf.math.add(mean, s);
      // E (x + s)^2 = E x^2 + s (E x + E (x + s))
      Operand<TFloat32> meanSquareOfSum =
          tf.math.add(meanSquare, tf.math.mul(s, tf.math.add(mean, meanOfSum)));
      Operand<TFloat32> a = factor(meanOfSum, meanSquareOfSum);
      Operand<TFloat32> centre = tf.math.sub(s, meanOfGroup(meanOfSum));
      return scaled(a, tf.math.add(offsets, tf.math.mul(centre, a)));
    }

    /** {@code scale / sqrt(variance of the group)}, of shape [B, groups, channels / groups]. */
    private Operand<TFloat32> factor(Operand<TFloat32> first, Operand<TFloat32> second) {
      // Rounding can leave less than nothing of a small variance about a large mean.
      Operand<TFloat32> variance =
          tf.math.maximum(
              tf.math.sub(meanOfGroup(second), tf.math.square(meanOfGroup(first))),
              tf.constant(0f));
      return tf.math.mul(factors, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
    }

    private Operand<TFloat32> scaled(Operand<TFloat32> a, Operand<TFloat32> b) {
      Operand<TFloat32> result =
          tf.math.add(
              tf.math.mul(pixels, reshape(a, -1, 1, channels)), reshape(b, -1, 1, channels));
      int[] sizes = Arrays.stream(x.shape().asArray()).mapToInt(Math::toIntExact).toArray();
      return reshape(result, sizes);
    }

    /** [B, pixels, channels] to [B, groups, channels / groups]. */
    private Operand<TFloat32> meanOfPixels(Operand<TFloat32> of) {
      Operand<TFloat32> means = tf.math.mean(of, tf.constant(new int[] {1}));
      return reshape(means, -1, groups, channels / groups);
    }

    private Operand<TFloat32> meanOfGroup(Operand<TFloat32> of) {
      return tf.math.mean(of, tf.constant(new int[] {2}), Mean.keepDims(true));
    }

    /** With every size that the graph knows a constant, TensorFlow's optimiser saves memory. */
    private Operand<TFloat32> reshape(Operand<TFloat32> of, int... shape) {
      long total = of.shape().size();
      long known =
          Arrays.stream(shape).filter(size -> size > 0).asLongStream().reduce(1, (a, b) -> a * b);
      int[] filled =
          total < 0
              ? shape
              : Arrays.stream(shape).map(size -> size < 0 ? (int) (total / known) : size).toArray();
      return tf.reshape(of, tf.constant(filled));
    }
  }
}
