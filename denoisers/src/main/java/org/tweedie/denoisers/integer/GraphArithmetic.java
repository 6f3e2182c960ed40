package org.tweedie.denoisers.integer;

import static org.tweedie.denoisers.integer.FixedPoint.ACTIVATION_BITS;
import static org.tweedie.denoisers.integer.FixedPoint.LARGEST;
import static org.tweedie.denoisers.integer.FixedPoint.LOG_SNR_BITS;
import static org.tweedie.denoisers.integer.FixedPoint.LOG_SNR_LIMIT;
import static org.tweedie.denoisers.integer.FixedPoint.STREAM_BITS;
import static org.tweedie.denoisers.integer.FixedPoint.STREAM_LARGEST;
import static org.tweedie.denoisers.integer.FixedPoint.TURN;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;

/**
 * The arithmetic in a graph: float32 that holds multiples of powers of two. Gradients are those of
 * the functions that are rounded.
 */
final class GraphArithmetic implements Arithmetic<Operand<TFloat32>> {

  private static final float ACTIVATION_STEP = 1f / (1 << ACTIVATION_BITS);

  private final NetworkGraph graph;
  private final Ops tf;
  private final NetworkInput input;
  private final Design design;

  GraphArithmetic(NetworkGraph graph, NetworkInput input, Design design) {
    this.graph = graph;
    this.tf = graph.tf();
    this.input = input;
    this.design = design;
  }

  @Override
  public Operand<TFloat32> pixels() {
    List<Operand<TFloat32>> seen = new ArrayList<>();
    seen.add(rounded(input.z(), ACTIVATION_BITS, LARGEST));
    design.levels().ifPresent(levels -> turning(levels, seen));
    return seen.size() == 1 ? seen.get(0) : tf.concat(seen, tf.constant(3));
  }

  /** Sines and cosines at a quarter and half as many turns a unit as there are levels. */
  private void turning(Levels levels, List<Operand<TFloat32>> seen) {
    Operand<TFloat32> z = limited(input.z(), HostEvaluation.FARTHEST);
    Operand<TFloat32> sines = table(FixedPoint.sines());
    for (int share : new int[] {4, 2}) {
      Operand<TInt32> turn = integer(scaled(z, HostEvaluation.turns(levels, share)));
      Operand<TFloat32> phase = scaled(z, (float) (2 * Math.PI * levels.count() / share));
      Operand<TFloat32> amplitude = tf.constant(LARGEST * ACTIVATION_STEP);
      seen.add(
          instead(
              tf.gather(sines, modulo(turn), tf.constant(0)),
              tf.math.mul(tf.math.sin(phase), amplitude)));
      seen.add(
          instead(
              tf.gather(sines, modulo(tf.math.add(turn, tf.constant(TURN / 4))), tf.constant(0)),
              tf.math.mul(tf.math.cos(phase), amplitude)));
    }
  }

  private Operand<TInt32> modulo(Operand<TInt32> turn) {
    return tf.math.floorMod(turn, tf.constant(TURN));
  }

  @Override
  public Operand<TFloat32> waves() {
    int waves = Design.WAVES;
    Operand<TFloat32> logSnr = limited(input.logSnr(), LOG_SNR_LIMIT);
    Operand<TInt32> row =
        tf.math.add(
            integer(scaled(logSnr, 1 << LOG_SNR_BITS)), tf.constant(LOG_SNR_LIMIT << LOG_SNR_BITS));
    // What is no number has some row too.
    row = between(row, FixedPoint.logSnrs() - 1);
    int[][] table = FixedPoint.waves(waves);
    float[][] rows = new float[table.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = activations(table[i]);
    }
    float[][] frequencies = new float[1][waves];
    for (int i = 0; i < waves; i++) {
      frequencies[0][i] = (float) (2 * Math.PI * FixedPoint.frequency(i, waves));
    }
    Operand<TFloat32> phase =
        tf.math.mul(tf.reshape(logSnr, tf.constant(new int[] {-1, 1})), tf.constant(frequencies));
    return instead(
        tf.gather(tf.constant(rows), row, tf.constant(0)),
        scaled(
            tf.concat(List.of(tf.math.sin(phase), tf.math.cos(phase)), tf.constant(1)),
            FixedPoint.waveAmplitude()));
  }

  @Override
  public Operand<TFloat32> classes(String name, int width) {
    Operand<TFloat32> table =
        graph.parameter(name, Initializer.normal(1), design.labels() + 1, width);
    return rounded(tf.gather(table, input.label(), tf.constant(0)), STREAM_BITS, STREAM_LARGEST);
  }

  @Override
  public Operand<TFloat32> convolution(
      String name, Operand<TFloat32> x, int channels, Start start) {
    return stream(convolved(name, x, channels, start));
  }

  /** What is put out: sums as they are. */
  Operand<TFloat32> output(Operand<TFloat32> x, int channels) {
    return convolved("out", x, channels, Start.ZERO);
  }

  private Operand<TFloat32> convolved(String name, Operand<TFloat32> x, int channels, Start start) {
    int from = size(x, 3);
    int fanIn = 9 * from;
    Operand<TFloat32> kernel = kernel(name, fanIn, start, 3, 3, from, channels);
    return tf.nn.biasAdd(
        tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME"), bias(name, fanIn, channels));
  }

  @Override
  public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int width) {
    int from = size(x, 1);
    Operand<TFloat32> kernel = kernel(name, from, Start.USUAL, from, width);
    return stream(tf.nn.biasAdd(tf.linalg.matMul(x, kernel), bias(name, from, width)));
  }

  private Operand<TFloat32> kernel(String name, int fanIn, Start start, long... shape) {
    Initializer initializer = Initializer.normal(start.deviation(fanIn));
    return rounded(
        graph.parameter(
            name + "/kernel", start == Start.ZERO ? Initializer.zeros() : initializer, shape),
        FixedPoint.kernelBits(fanIn),
        LARGEST);
  }

  private Operand<TFloat32> bias(String name, int fanIn, int width) {
    return rounded(
        graph.parameter(name + "/bias", Initializer.zeros(), width),
        FixedPoint.kernelBits(fanIn) + ACTIVATION_BITS,
        FixedPoint.BIAS_LIMIT);
  }

  @Override
  public Operand<TFloat32> sum(Operand<TFloat32> x, Operand<TFloat32> y) {
    boolean each = y.shape().numDimensions() < x.shape().numDimensions();
    return stream(
        tf.math.add(x, each ? tf.reshape(y, tf.constant(new int[] {-1, 1, 1, size(y, 1)})) : y));
  }

  private Operand<TFloat32> stream(Operand<TFloat32> x) {
    return rounded(x, STREAM_BITS, STREAM_LARGEST);
  }

  @Override
  public Operand<TFloat32> activation(Operand<TFloat32> x) {
    int offset = FixedPoint.siluOffset();
    Operand<TInt32> index =
        tf.math.add(tf.dtypes.cast(scaled(x, 1 << STREAM_BITS), TInt32.class), tf.constant(offset));
    return instead(
        tf.gather(table(FixedPoint.silu()), between(index, 2 * offset - 1), tf.constant(0)),
        tf.math.minimum(
            tf.math.mul(x, tf.math.sigmoid(x)), tf.constant(LARGEST * ACTIVATION_STEP)));
  }

  private Operand<TInt32> between(Operand<TInt32> index, int last) {
    return tf.math.maximum(tf.math.minimum(index, tf.constant(last)), tf.constant(0));
  }

  /** The nearest multiple of 2^-bits, of no more than a limit of them. */
  private Operand<TFloat32> rounded(Operand<TFloat32> x, int bits, int limit) {
    float unit = 1 << bits;
    return instead(scaled(limited(nearest(scaled(x, unit)), limit), 1 / unit), x);
  }

  private Operand<TFloat32> nearest(Operand<TFloat32> x) {
    return tf.math.floor(tf.math.add(x, tf.constant(0.5f)));
  }

  private Operand<TInt32> integer(Operand<TFloat32> x) {
    return tf.dtypes.cast(nearest(x), TInt32.class);
  }

  private Operand<TFloat32> limited(Operand<TFloat32> x, float limit) {
    return tf.math.maximum(tf.math.minimum(x, tf.constant(limit)), tf.constant(-limit));
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> x, float factor) {
    return tf.math.mul(x, tf.constant(factor));
  }

  /**
   * The value of one and the gradient of another: the other's difference to itself is 0 exactly.
   */
  private Operand<TFloat32> instead(Operand<TFloat32> value, Operand<TFloat32> gradient) {
    return tf.math.add(tf.stopGradient(value), tf.math.sub(gradient, tf.stopGradient(gradient)));
  }

  private Operand<TFloat32> table(int[] integers) {
    return tf.constant(activations(integers));
  }

  private static float[] activations(int[] integers) {
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i] * ACTIVATION_STEP;
    }
    return values;
  }

  private static int size(Operand<?> x, int axis) {
    return Math.toIntExact(x.shape().get(axis));
  }
}
