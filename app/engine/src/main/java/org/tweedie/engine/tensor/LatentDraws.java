package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;

/**
 * The samples that a bound of a chain of latents is made of, inside a graph: so many of each
 * example, which lie one after the other, each with noise of its own.
 */
final class LatentDraws {

  /** Dropout draws by the seed's next numbers, so noise takes them from far away. */
  private static final long FIRST_NOISE = 1 << 14;

  private final Ops tf;
  private final int batch;
  private final int samples;
  private final IntFunction<Operand<TFloat32>> source;
  private final Supplier<Operand<TFloat32>> shift;
  private final List<Operand<TFloat32>> drawn = new ArrayList<>();

  /**
   * Draws by whatever noise.
   *
   * @param batch examples that the networks see at once
   * @param samples of each
   * @param source of a latent's noise, a row for each sample
   * @param shift a normal number for each example, of shape [B, 1], where it is asked for
   */
  LatentDraws(
      Ops tf,
      int batch,
      int samples,
      IntFunction<Operand<TFloat32>> source,
      Supplier<Operand<TFloat32>> shift) {
    this.tf = tf;
    this.batch = batch;
    this.samples = samples;
    this.source = source;
    this.shift = shift;
  }

  /**
   * Draws by the seed of a step.
   *
   * @param batch examples that the networks see at once
   * @param samples of each
   */
  static LatentDraws of(Ops tf, LatentParts parts, BatchParts partly, int batch, int samples) {
    return new LatentDraws(
        tf,
        batch,
        samples,
        latent ->
            partly.noise(FIRST_NOISE + latent, (long) batch * samples, parts.shape(latent).size()),
        () -> partly.noise(FIRST_NOISE - 1, batch, 1));
  }

  int samples() {
    return samples;
  }

  /** The noise that a latent is drawn by; the same each time that it is asked for. */
  Operand<TFloat32> noise(int latent, DataShape shape) {
    while (drawn.size() <= latent) {
      drawn.add(source.apply(drawn.size()));
    }
    return shaped(drawn.get(latent), shape);
  }

  /** Each example as often as it is sampled. */
  Operand<TFloat32> repeated(Operand<TFloat32> x, DataShape shape) {
    if (samples == 1) {
      return x;
    }
    Operand<TFloat32> one = tf.reshape(x, tf.constant(new int[] {batch, 1, shape.size()}));
    return shaped(tf.tile(one, tf.constant(new int[] {1, samples, 1})), shape);
  }

  /** A row for each sample. */
  Operand<TFloat32> flat(Operand<TFloat32> x) {
    return tf.reshape(x, tf.constant(new int[] {batch * samples, -1}));
  }

  /**
   * Minus the logarithm of the mean likelihood of an example's samples (Burda et al., equation 8).
   *
   * @param nats of each sample
   */
  Operand<TFloat32> together(Operand<TFloat32> nats) {
    if (samples == 1) {
      return nats;
    }
    Operand<TFloat32> each = logWeights(nats);
    Operand<TFloat32> largest =
        tf.stopGradient(tf.reduceMax(each, tf.constant(1), ReduceMax.keepDims(true)));
    Operand<TFloat32> mean = tf.math.mean(tf.math.exp(tf.math.sub(each, largest)), tf.constant(1));
    return tf.math.neg(
        tf.math.add(tf.math.log(mean), tf.reshape(largest, tf.constant(new int[] {batch}))));
  }

  /**
   * Some of the samples, drawn by their normalised weights at equal distances (systematic
   * resampling: of a sample whose share is w there are w times the count, rounded up or down).
   *
   * @param nats of each sample
   * @param count how many of each example
   */
  LatentDraws chosen(Operand<TFloat32> nats, int count) {
    Operand<TFloat32> up =
        tf.math.cumsum(tf.nn.softmax(tf.stopGradient(logWeights(nats))), tf.constant(1));
    float[] first = new float[count];
    for (int i = 0; i < count; i++) {
      first[i] = (float) i / count;
    }
    Operand<TFloat32> uniform =
        tf.math.mul(
            tf.math.erfc(tf.math.mul(shift.get(), tf.constant((float) -Math.sqrt(0.5)))),
            tf.constant(0.5f / count));
    Operand<TFloat32> places = tf.math.add(uniform, tf.constant(new float[][] {first}));
    Operand<TInt32> passed =
        tf.sum(
            tf.dtypes.cast(
                tf.math.lessEqual(
                    tf.expandDims(up, tf.constant(1)), tf.expandDims(places, tf.constant(2))),
                TInt32.class),
            tf.constant(2));
    // Sums of rounded shares may end short of one.
    Operand<TInt32> within = tf.math.minimum(passed, tf.constant(samples - 1));
    int[][] begins = new int[batch][1];
    for (int i = 0; i < batch; i++) {
      begins[i][0] = i * samples;
    }
    Operand<TInt32> rows =
        tf.reshape(
            tf.math.add(within, tf.constant(begins)), tf.constant(new int[] {batch * count}));
    return new LatentDraws(
        tf, batch, count, latent -> tf.gather(source.apply(latent), rows, tf.constant(0)), shift);
  }

  private Operand<TFloat32> logWeights(Operand<TFloat32> nats) {
    return tf.math.neg(tf.reshape(nats, tf.constant(new int[] {batch, samples})));
  }

  private Operand<TFloat32> shaped(Operand<TFloat32> x, DataShape shape) {
    int[] sizes = new int[shape.dimensions().size() + 1];
    sizes[0] = batch * samples;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = shape.dimensions().get(i - 1);
    }
    return tf.reshape(x, tf.constant(sizes));
  }
}
