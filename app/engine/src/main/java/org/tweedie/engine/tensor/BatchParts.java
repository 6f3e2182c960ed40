package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * The equal parts of a step's batch, each a pass of the network, whose gradients are added up: a
 * step then sees more examples than fit into memory at once. Noise is that of the whole batch, of
 * which each part takes its own rows, so the step is the one that the whole batch would take, but
 * for rounding and for dropout.
 *
 * <p>Sums lie in variables that are no part of a checkpoint, for a step leaves nothing in them. Of
 * one part there are none, and the graph is what it would be without this.
 */
final class BatchParts {

  /** Odd and without a pattern in its bits, so that parts' seeds have nothing in common. */
  private static final long BETWEEN_SEEDS = 0x9E3779B97F4A7C15L;

  /**
   * What only a batch of several parts is fed.
   *
   * @param seed where what is drawn for a part alone begins
   * @param begin the first index of a part within the whole batch
   */
  private record Own(Placeholder<TInt64> seed, Placeholder<TInt32> begin) {}

  private final Ops tf;
  private final int count;
  private final Shape shape;
  private final Placeholder<TInt64> seed;
  private final Optional<Own> own;
  private final List<Op> first = new ArrayList<>();
  private final List<Op> further = new ArrayList<>();

  /**
   * Parts of a batch.
   *
   * @param count how many, at least 1
   * @param shape of one part, all sizes known
   */
  BatchParts(Ops tf, int count, Shape shape) {
    this.tf = tf;
    this.count = count;
    this.shape = shape;
    seed = seed();
    own =
        count == 1
            ? Optional.empty()
            : Optional.of(
                new Own(
                    seed(),
                    tf.placeholder(
                        TInt32.class, Placeholder.shape(Shape.of(shape.numDimensions())))));
  }

  private Placeholder<TInt64> seed() {
    return tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
  }

  int count() {
    return count;
  }

  /** What is drawn for a part alone, as dropout is, begins here; of shape [2]. */
  Operand<TInt64> ownSeed() {
    return own.map(Own::seed).orElse(seed);
  }

  /**
   * Standard normal noise of a part's shape, drawn for the whole batch.
   *
   * @param index which; 0 is from the step's seed itself
   */
  Operand<TFloat32> noise(long index) {
    Operand<TInt64> from =
        index == 0 ? seed : tf.math.add(seed, tf.constant(new long[] {0, index}));
    return own.map(
            part -> {
              long[] whole = shape.asArray().clone();
              whole[0] *= count;
              return (Operand<TFloat32>)
                  tf.slice(
                      tf.random.statelessRandomNormal(tf.constant(whole), from),
                      part.begin(),
                      tf.constant(
                          Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray()));
            })
        .orElseGet(() -> tf.random.statelessRandomNormal(tf.constant(shape.asArray()), from));
  }

  /**
   * Standard normal noise of another shape than the part's, drawn for the whole batch.
   *
   * @param index which
   * @param rows of one part
   * @param columns of each row
   */
  Operand<TFloat32> noise(long index, long rows, long columns) {
    Operand<TInt64> from = tf.math.add(seed, tf.constant(new long[] {0, index}));
    Operand<TFloat32> whole =
        tf.random.statelessRandomNormal(tf.constant(new long[] {rows * count, columns}), from);
    return own.map(
            part -> {
              // The first index within the batch, as one within its rows.
              Operand<TInt32> first =
                  tf.math.mul(
                      tf.slice(
                          part.begin(), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                      tf.constant(Math.toIntExact(rows / shape.get(0))));
              return (Operand<TFloat32>)
                  tf.slice(
                      whole,
                      tf.concat(List.of(first, tf.constant(new int[] {0})), tf.constant(0)),
                      tf.constant(new int[] {Math.toIntExact(rows), Math.toIntExact(columns)}));
            })
        .orElse(whole);
  }

  /**
   * The mean of all parts' gradients, as it is with the last part.
   *
   * @param parameters whose
   * @param gradients of one part's mean loss, by the parameter's name
   */
  Map<String, Operand<TFloat32>> mean(
      Map<String, Variables.Variable> parameters, Map<String, Operand<TFloat32>> gradients) {
    if (count == 1) {
      return gradients;
    }
    Operand<TFloat32> weight = tf.constant(1f / count);
    Map<String, Operand<TFloat32>> means = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          Operand<? extends TType> sum =
              tf.varHandleOp(
                  TFloat32.class, parameter.shape(), VarHandleOp.sharedName("accumulated/" + name));
          Operand<TFloat32> share = tf.math.mul(gradients.get(name), weight);
          first.add(tf.assignVariableOp(sum, share));
          further.add(tf.assignAddVariableOp(sum, share));
          means.put(name, tf.math.add(Variables.read(tf, sum), share));
        });
    return means;
  }

  /** What each part before the last one runs: the first begins the sums, the others add. */
  List<Op> before() {
    List<Op> all = new ArrayList<>();
    if (count > 1) {
      all.add(tf.withControlDependencies(first).noOp());
      all.addAll(Collections.nCopies(count - 2, (Op) tf.withControlDependencies(further).noOp()));
    }
    return all;
  }

  /** Adds what a part is fed for itself. */
  void feed(int part, long seedOfRun, long step, Feeds feeds) {
    feeds.add(seed, Tensors.longs(seedOfRun, step << 16));
    own.ifPresent(
        placeholders -> {
          feeds.add(
              placeholders.seed(), Tensors.longs(seedOfRun + part * BETWEEN_SEEDS, step << 16));
          int[] begin = new int[shape.numDimensions()];
          begin[0] = Math.toIntExact(part * shape.get(0));
          feeds.add(placeholders.begin(), Tensors.ints(begin));
        });
  }
}
