package org.tweedie.api.model;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataShape;

/**
 * Examples or latents side by side: a float array with a shape, and the few linear combinations
 * that samplers are made of. Sums run in double precision and are rounded once.
 *
 * <p>No method changes a batch. {@link #values} hands out the array itself, since copying it would
 * cost more than most operations: who writes to it breaks that promise.
 */
public final class Batch {

  private final DataShape shape;
  private final int count;
  private final float[] values;

  private Batch(DataShape shape, int count, float[] values) {
    this.shape = shape;
    this.count = count;
    this.values = values;
  }

  /**
   * A batch of {@code values.length / shape.size()} examples. The array is taken over, not copied.
   *
   * @throws IllegalArgumentException if the values do not make whole examples
   */
  public static Batch of(DataShape shape, float[] values) {
    if (values.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          values.length + " values do not make whole examples of shape " + shape);
    }
    return new Batch(shape, values.length / shape.size(), values);
  }

  /** A batch of {@code count} examples that are zero everywhere. */
  public static Batch zeros(DataShape shape, int count) {
    return new Batch(shape, count, new float[Math.multiplyExact(count, shape.size())]);
  }

  /** The shape of one example. */
  public DataShape shape() {
    return shape;
  }

  /** How many examples there are. */
  public int count() {
    return count;
  }

  /**
   * The values of all examples, one example after the other; not a copy, and not to be written to.
   */
  public float[] values() {
    return values;
  }

  /** A copy of one example's values. */
  public float[] example(int index) {
    int size = shape.size();
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  /** The examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Batch slice(int from, int to) {
    int size = shape.size();
    return new Batch(shape, to - from, Arrays.copyOfRange(values, from * size, to * size));
  }

  /**
   * The same values as examples of another shape; not a copy.
   *
   * @throws IllegalArgumentException if the shape has another size
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Batch shaped(DataShape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException(
          "examples of shape %s have no shape %s: their sizes differ".formatted(shape, other));
    }
    return other.equals(shape) ? this : new Batch(other, count, values);
  }

  /** This batch's examples followed by the other's. */
  public Batch followedBy(Batch other) {
    checkSameShape(other);
    float[] all = Arrays.copyOf(values, values.length + other.values.length);
    System.arraycopy(other.values, 0, all, values.length, other.values.length);
    return new Batch(shape, count + other.count, all);
  }

  /** {@code a this}. */
  public Batch times(double a) {
    return map(value -> a * value);
  }

  /** {@code a this + b y}. */
  public Batch combine(double a, double b, Batch y) {
    checkSameCount(y);
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * values[i] + b * y.values[i]);
    }
    return new Batch(shape, count, result);
  }

  /** {@code a this + b y + c w}. */
  public Batch combine(double a, double b, Batch y, double c, Batch w) {
    checkSameCount(y);
    checkSameCount(w);
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (a * values[i] + b * y.values[i] + c * w.values[i]);
    }
    return new Batch(shape, count, result);
  }

  /** {@code a_i this_i + b_i y_i} for each example i. */
  public Batch combineEach(double[] a, double[] b, Batch y) {
    checkSameCount(y);
    int size = shape.size();
    float[] result = new float[values.length];
    for (int i = 0, k = 0; i < count; i++) {
      for (int end = k + size; k < end; k++) {
        result[k] = (float) (a[i] * values[k] + b[i] * y.values[k]);
      }
    }
    return new Batch(shape, count, result);
  }

  /**
   * {@code a this + b y}.
   *
   * @deprecated since 0.2: {@link #combine(double, double, Batch)} says what it does
   */
  @Deprecated(since = "0.2")
  public Batch times(double a, double b, Batch y) {
    return combine(a, b, y);
  }

  /**
   * {@code a this + b y + c w}.
   *
   * @deprecated since 0.2: {@link #combine(double, double, Batch, double, Batch)} says what it does
   */
  @Deprecated(since = "0.2")
  public Batch times(double a, double b, Batch y, double c, Batch w) {
    return combine(a, b, y, c, w);
  }

  /**
   * {@code a_i this_i + b_i y_i} for each example i.
   *
   * @deprecated since 0.2: {@link #combineEach} says what it does
   */
  @Deprecated(since = "0.2")
  public Batch timesEach(double[] a, double[] b, Batch y) {
    return combineEach(a, b, y);
  }

  /** Every value through a function. */
  public Batch map(DoubleUnaryOperator function) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) function.applyAsDouble(values[i]);
    }
    return new Batch(shape, count, result);
  }

  /** Every value moved into {@code [low, high]}. */
  public Batch clamp(float low, float high) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.min(high, Math.max(low, values[i]));
    }
    return new Batch(shape, count, result);
  }

  /**
   * For each example, the sum over its dimensions of the squared difference to the other batch's.
   */
  public double[] squaredDistances(Batch other) {
    checkSameCount(other);
    int size = shape.size();
    double[] sums = new double[count];
    for (int i = 0, k = 0; i < count; i++) {
      for (int end = k + size; k < end; k++) {
        double difference = (double) values[k] - other.values[k];
        sums[i] += difference * difference;
      }
    }
    return sums;
  }

  /**
   * The place among {@link #values} of the first one that is no number or infinite; empty where all
   * are numbers.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public OptionalInt notFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private void checkSameShape(Batch other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "examples of shape " + shape + " do not go with examples of shape " + other.shape);
    }
  }

  private void checkSameCount(Batch other) {
    checkSameShape(other);
    if (count != other.count) {
      throw new IllegalArgumentException(count + " examples do not go with " + other.count);
    }
  }

  /** Whether shape and values are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Batch batch
        && shape.equals(batch.shape)
        && Arrays.equals(values, batch.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Batch[" + count + " x " + shape + "]";
  }
}
