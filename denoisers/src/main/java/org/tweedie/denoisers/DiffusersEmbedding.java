package org.tweedie.denoisers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.Initializer;
import org.tweedie.denoisers.DiffusersUNet.ClassUse;
import org.tweedie.denoisers.DiffusersUNet.Time;

/**
 * What the residual blocks of diffusers' U-Net are told: the step, and the class.
 *
 * @param options of the network
 * @param classes how many there are; 0 for none
 */
record DiffusersEmbedding(DiffusersUNet.Options options, int classes) {

  /** The longest wave, in steps and turns of 2 pi. */
  private static final double LONGEST = 10_000;

  /** The spread of random frequencies. */
  private static final double SPREAD = 16;

  /**
   * The sum of both.
   *
   * @param step of shape [B]
   * @param label of shape [B]
   * @return of shape [B, time channels]
   */
  Operand<TFloat32> of(Layers layers, Operand<TFloat32> step, Operand<TInt32> label) {
    Operand<TFloat32> features =
        options.time() == Time.FOURIER ? fourier(layers, step) : positional(layers, step);
    Operand<TFloat32> embedded = twoLayers(layers, "time_embedding", features);
    if (classes == 0 || options.classes() == ClassUse.NONE) {
      return embedded;
    }
    return layers
        .tf()
        .math
        .add(
            embedded,
            options.classes() == ClassUse.TABLE
                ? row(layers, label)
                : twoLayers(
                    layers,
                    "class_embedding",
                    positional(layers, layers.tf().dtypes.cast(label, TFloat32.class))));
  }

  private int width() {
    return options.timeChannels() > 0 ? options.timeChannels() : 4 * options.channels().get(0);
  }

  private Operand<TFloat32> twoLayers(Layers layers, String name, Operand<TFloat32> x) {
    Operand<TFloat32> hidden = layers.silu(layers.dense(name + "/linear_1", x, width()));
    return layers.dense(name + "/linear_2", hidden, width());
  }

  /** In float32 throughout, as diffusers calculates frequencies: late steps are many turns. */
  private Operand<TFloat32> positional(Layers layers, Operand<TFloat32> number) {
    Ops tf = layers.tf();
    int half = options.channels().get(0) / 2;
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      float power = (float) -Math.log(LONGEST) * i / (half - options.frequencyShift());
      frequencies[i] = (float) Math.exp(power);
    }
    Operand<TFloat32> phase =
        tf.math.mul(layers.reshape(number, -1, 1), tf.constant(new float[][] {frequencies}));
    return options.cosineFirst()
        ? tf.concat(List.of(tf.math.cos(phase), tf.math.sin(phase)), tf.constant(1))
        : tf.concat(List.of(tf.math.sin(phase), tf.math.cos(phase)), tf.constant(1));
  }

  private Operand<TFloat32> fourier(Layers layers, Operand<TFloat32> step) {
    Ops tf = layers.tf();
    Operand<TFloat32> frequencies =
        layers
            .graph()
            .parameter(
                "time_proj/frequencies", Initializer.normal(SPREAD), options.channels().get(0));
    Operand<TFloat32> turns =
        tf.math.mul(layers.reshape(tf.math.log(step), -1, 1), layers.reshape(frequencies, 1, -1));
    Operand<TFloat32> phase = tf.math.mul(turns, tf.constant((float) (2 * Math.PI)));
    return tf.concat(List.of(tf.math.sin(phase), tf.math.cos(phase)), tf.constant(1));
  }

  /** Of the null class its row, or nothing where it has none. */
  private Operand<TFloat32> row(Layers layers, Operand<TInt32> label) {
    Ops tf = layers.tf();
    int rows = options.nullClass() ? classes + 1 : classes;
    Operand<TFloat32> table =
        layers.graph().parameter("class_embedding/table", Initializer.normal(1), rows, width());
    Operand<TFloat32> all =
        options.nullClass()
            ? table
            : tf.concat(List.of(table, tf.constant(new float[1][width()])), tf.constant(0));
    return tf.gather(all, label, tf.constant(0));
  }
}
