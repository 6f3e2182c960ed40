package org.tweedie.engine.tensor;

import java.util.Arrays;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LayerNormalization;
import org.tweedie.api.network.NetworkGraph;

/**
 * A graph as one part of a batch sees it: all is as in the whole graph, but dropout is drawn for
 * the whole batch, of which the part takes its own rows.
 */
final class PartGraph implements NetworkGraph {

  private final ParameterGraph whole;
  private final Map<Integer, Operand<TFloat32>> draws;
  private final int part;
  private final int parts;
  private final long count;
  private int dropouts;

  /**
   * A part.
   *
   * @param draws what the parts of this batch draw, by the number of the dropout
   * @param drawn the number of the last dropout before this network's
   * @param count examples of the whole batch; -1 where that is not known
   */
  PartGraph(
      ParameterGraph whole,
      Map<Integer, Operand<TFloat32>> draws,
      int drawn,
      int part,
      int parts,
      long count) {
    this.whole = whole;
    this.draws = draws;
    this.dropouts = drawn;
    this.part = part;
    this.parts = parts;
    this.count = count;
  }

  @Override
  public Ops tf() {
    return whole.tf();
  }

  @Override
  public Operand<TFloat32> parameter(String name, Initializer initializer, long... shape) {
    return whole.parameter(name, initializer, shape);
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, GroupNormalization how) {
    return whole.normalized(x, how);
  }

  @Override
  public Operand<TFloat32> normalized(Operand<TFloat32> x, LayerNormalization how) {
    return whole.normalized(x, how);
  }

  @Override
  public Operand<TFloat32> gelu(Operand<TFloat32> x) {
    return whole.gelu(x);
  }

  @Override
  public Operand<TFloat32> enlarged(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return whole.enlarged(x, kernel);
  }

  @Override
  public Operand<TFloat32> dropout(Operand<TFloat32> x, double rate) {
    if (!whole.drops(rate)) {
      return x;
    }
    int number = ++dropouts;
    whole.passed(number);
    return whole.dropped(x, rate, chances(x, number));
  }

  /** Even in [0, 1), shaped like x. A network may have made several rows of each example. */
  private Operand<TFloat32> chances(Operand<TFloat32> x, int number) {
    long[] sizes = x.shape().asArray();
    int begin = SideBySide.begin(Math.max(count, 0), part, parts);
    int size = SideBySide.begin(Math.max(count, 0), part + 1, parts) - begin;
    if (count < 0 || Arrays.stream(sizes).anyMatch(one -> one < 0) || sizes[0] % size != 0) {
      throw new IllegalArgumentException(
          ("dropout of a tensor of shape %s in a part of %d of %d examples: its rows must be known,"
                  + " and as many for each example")
              .formatted(x.shape(), size, count));
    }
    Ops tf = tf();
    int each = Math.toIntExact(sizes[0] / size);
    Operand<TFloat32> all =
        draws.computeIfAbsent(
            number,
            n -> {
              long[] wholeSizes = sizes.clone();
              wholeSizes[0] = count * each;
              return whole.chances(tf.constant(wholeSizes), n);
            });
    int[] from = new int[sizes.length];
    from[0] = begin * each;
    return tf.slice(
        all,
        tf.constant(from),
        tf.constant(Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray()));
  }
}
