package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;

/**
 * A network whose batch is cut into parts that nothing joins before its output, so that TensorFlow
 * calculates them side by side: each core works through its own part, where all cores on one
 * operation wait for one another at the end of each. Parameters are shared, and dropout is that of
 * the whole batch, so results are those of the batch in one but for rounding.
 */
final class SideBySide {

  private final Ops tf;
  private final NetworkInput input;
  private final int parts;

  private SideBySide(Ops tf, NetworkInput input, int parts) {
    this.tf = tf;
    this.input = input;
    this.parts = parts;
  }

  /** What a network puts out, in as many parts as the graph is calculated in. */
  static Operand<TFloat32> output(
      ParameterGraph graph, DenoiserNetwork network, NetworkInput input) {
    long count = input.z().shape().get(0);
    int parts = graph.parts(count);
    if (parts == 1) {
      return network.output(graph, input);
    }
    SideBySide own = new SideBySide(graph.tf(), input, parts);
    List<NetworkGraph> graphs = graph.parts(parts, count);
    return count >= 0 ? own.ofKnown(graphs, network, count) : own.ofAny(graphs, network);
  }

  /** Where a part begins. */
  static int begin(long count, int part, int parts) {
    return Math.toIntExact(count * part / parts);
  }

  private Operand<TFloat32> ofKnown(
      List<NetworkGraph> graphs, DenoiserNetwork network, long count) {
    List<Operand<TFloat32>> outputs = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int begin = begin(count, part, parts);
      int size = begin(count, part + 1, parts) - begin;
      outputs.add(
          network.output(
              graphs.get(part),
              new NetworkInput(
                  rows(input.z(), begin, size),
                  rows(input.logSnr(), begin, size),
                  rows(input.label(), begin, size),
                  input.outputs(),
                  input.smooth(),
                  condition(told -> rows(told, begin, size)))));
    }
    return tf.concat(outputs, tf.constant(0));
  }

  /** What is known beside the class, of some of the examples. */
  private NetworkCondition condition(UnaryOperator<Operand<TFloat32>> some) {
    NetworkCondition all = input.condition();
    return new NetworkCondition(
        all.numbers().map(told -> known(told, some)),
        all.caption()
            .map(text -> new TextFeatures(some.apply(text.features()), some.apply(text.mask()))),
        all.image().map(told -> known(told, some)),
        all.imageNoise().map(some));
  }

  private static KnownValues known(KnownValues all, UnaryOperator<Operand<TFloat32>> some) {
    return new KnownValues(some.apply(all.values()), some.apply(all.known()));
  }

  private <T extends TType> Operand<T> rows(Operand<T> batch, int begin, int size) {
    int[] from = new int[batch.shape().numDimensions()];
    int[] sizes = new int[from.length];
    from[0] = begin;
    sizes[0] = size;
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(batch.shape().get(i));
    }
    return tf.slice(batch, tf.constant(from), tf.constant(sizes));
  }

  /**
   * Of a batch of any size: where it has fewer examples than there are parts, the last one stands
   * in for those that are missing, since a network need not bear an empty batch.
   */
  private Operand<TFloat32> ofAny(List<NetworkGraph> graphs, DenoiserNetwork network) {
    Operand<TInt32> count =
        tf.reshape(tf.shape.size(tf.shape(input.z()), tf.constant(0)), tf.constant(new int[0]));
    Operand<TInt32> filled = tf.math.maximum(count, tf.constant(parts));
    Operand<TInt32> last = tf.math.sub(count, tf.constant(1));
    List<Operand<TFloat32>> outputs = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Operand<TInt32> range =
          tf.range(share(filled, part), share(filled, part + 1), tf.constant(1));
      Operand<TInt32> rows = tf.math.minimum(range, last);
      outputs.add(
          network.output(
              graphs.get(part),
              new NetworkInput(
                  tf.gather(input.z(), rows, tf.constant(0)),
                  tf.gather(input.logSnr(), rows, tf.constant(0)),
                  tf.gather(input.label(), rows, tf.constant(0)),
                  input.outputs(),
                  input.smooth(),
                  condition(told -> tf.gather(told, rows, tf.constant(0))))));
    }
    Operand<TFloat32> all = tf.concat(outputs, tf.constant(0));
    int further = all.shape().numDimensions() - 1;
    int[] rest = new int[further];
    for (int i = 0; i < further; i++) {
      rest[i] = Math.toIntExact(all.shape().get(i + 1));
    }
    Operand<TInt32> first = tf.reshape(count, tf.constant(new int[] {1}));
    return tf.slice(
        all,
        tf.constant(new int[further + 1]),
        tf.concat(List.of(first, tf.constant(rest)), tf.constant(0)));
  }

  private Operand<TInt32> share(Operand<TInt32> count, int part) {
    return tf.math.floorDiv(tf.math.mul(count, tf.constant(part)), tf.constant(parts));
  }
}
