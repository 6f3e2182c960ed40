package org.tweedie.engine.file;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Numbers with a shape. The arrays are not copied: weights are large, and pass from hand to hand.
 *
 * @param shape sizes of zero or more; none for a scalar
 * @param values the values in row-major order
 */
public record Tensor(long[] shape, float[] values) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a size is negative or the values are too many or too few
   */
  public Tensor {
    if (LongStream.of(shape).anyMatch(size -> size < 0)
        || LongStream.of(shape).reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          values.length + " values do not make a tensor of shape " + Arrays.toString(shape));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && Arrays.equals(shape, tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
