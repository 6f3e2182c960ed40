package org.tweedie.denoisers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;

/**
 * What a network is told besides the latents: the noise level, the class where the data have
 * classes, numbers, the mean of a caption's features and the noise in an image where it is told
 * them.
 *
 * <p>The log SNR, limited to [-20, 20], becomes {@code n = (20 - logSnr) / 40}, then sines and
 * cosines of 1000 n (Kingma et al., arXiv 2107.00630, appendix B.1, after Ho et al., arXiv
 * 2006.11239), then goes through two dense layers.
 *
 * @param features how many sines and cosines; even
 * @param width the width of the result
 * @param classes how many classes; 0 where the data have none. Row {@code classes} of the table is
 *     the null class
 */
record Embedding(int features, int width, int classes) {

  private static final float LIMIT = 20;
  private static final double LONGEST_PERIOD = 10_000;

  /** Of shape [B, width]; of a caption nothing. */
  Operand<TFloat32> apply(Layers layers, String name, NetworkInput input) {
    return apply(layers, name, input, false);
  }

  /**
   * Of shape [B, width].
   *
   * @param pooled whether the mean of a caption's features is in it, where there are captions
   */
  Operand<TFloat32> apply(Layers layers, String name, NetworkInput input, boolean pooled) {
    Operand<TFloat32> x = layers.dense(name + "/dense1", waves(layers, input.logSnr()), width);
    x = layers.dense(name + "/dense2", layers.silu(x), width);
    if (classes > 0) {
      x = layers.tf().math.add(x, ofClass(layers, name, input.label()));
    }
    Optional<KnownValues> numbers = input.condition().numbers();
    if (numbers.isPresent()) {
      x = layers.tf().math.add(x, ofNumbers(layers, name + "/numbers", numbers.get()));
    }
    Optional<TextFeatures> caption = input.condition().caption();
    if (pooled && caption.isPresent()) {
      x = layers.tf().math.add(x, ofCaption(layers, name + "/caption", caption.get()));
    }
    Optional<Operand<TFloat32>> imageNoise = input.condition().imageNoise();
    if (imageNoise.isPresent()) {
      x = layers.tf().math.add(x, ofImageNoise(layers, name + "/image-noise", imageNoise.get()));
    }
    return layers.silu(x);
  }

  /** Sines and cosines of the noise level, of shape [B, features]. */
  Operand<TFloat32> waves(Layers layers, Operand<TFloat32> logSnr) {
    Ops tf = layers.tf();
    int half = features / 2;
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      double share = half == 1 ? 0 : (double) i / (half - 1);
      frequencies[i] = (float) (1000 / (2 * LIMIT) * Math.pow(LONGEST_PERIOD, -share));
    }
    Operand<TFloat32> limited =
        tf.math.minimum(tf.math.maximum(logSnr, tf.constant(-LIMIT)), tf.constant(LIMIT));
    Operand<TFloat32> noise = tf.math.sub(tf.constant(LIMIT), limited);
    Operand<TFloat32> phase =
        tf.math.mul(layers.reshape(noise, -1, 1), tf.constant(new float[][] {frequencies}));
    return tf.concat(List.of(tf.math.sin(phase), tf.math.cos(phase)), tf.constant(1));
  }

  /** Of the share s of noise in an image, by the log SNR that it comes to. */
  private Operand<TFloat32> ofImageNoise(Layers layers, String name, Operand<TFloat32> s) {
    Ops tf = layers.tf();
    Operand<TFloat32> least = tf.constant((float) Math.exp(-LIMIT));
    Operand<TFloat32> noise = tf.math.maximum(tf.math.square(s), least);
    Operand<TFloat32> signal =
        tf.math.maximum(tf.math.sub(tf.constant(1f), tf.math.square(s)), least);
    Operand<TFloat32> logSnr = tf.math.sub(tf.math.log(signal), tf.math.log(noise));
    return twoLayers(layers, name, waves(layers, logSnr));
  }

  /** Of the numbers, and which of them are known. */
  private Operand<TFloat32> ofNumbers(Layers layers, String name, KnownValues numbers) {
    Ops tf = layers.tf();
    return twoLayers(
        layers, name, tf.concat(List.of(numbers.values(), numbers.known()), tf.constant(1)));
  }

  /** Of the mean of the caption's features, and whether there is a caption. */
  private Operand<TFloat32> ofCaption(Layers layers, String name, TextFeatures text) {
    Ops tf = layers.tf();
    Operand<TInt32> places = tf.constant(new int[] {1});
    Operand<TFloat32> count = tf.reduceSum(text.mask(), places, ReduceSum.keepDims(true));
    Operand<TFloat32> sum =
        tf.reduceSum(
            tf.math.mul(text.features(), layers.reshape(text.mask(), -1, text.count(), 1)), places);
    Operand<TFloat32> atLeastOne = tf.math.maximum(count, tf.constant(1f));
    Operand<TFloat32> known = tf.math.minimum(count, tf.constant(1f));
    return twoLayers(
        layers, name, tf.concat(List.of(tf.math.div(sum, atLeastOne), known), tf.constant(1)));
  }

  private Operand<TFloat32> twoLayers(Layers layers, String name, Operand<TFloat32> x) {
    Operand<TFloat32> hidden = layers.silu(layers.dense(name + "/dense1", x, width));
    return layers.dense(name + "/dense2", hidden, width);
  }

  private Operand<TFloat32> ofClass(Layers layers, String name, Operand<TInt32> label) {
    Ops tf = layers.tf();
    Operand<TFloat32> table =
        layers.graph().parameter(name + "/classes", Initializer.normal(1), classes + 1, width);
    return tf.gather(table, label, tf.constant(0));
  }
}
