package org.tweedie.api.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one example, without the batch: {@code [height, width, channels]} for an image,
 * {@code [n]} for a point. Values lie in row-major order, so an image's channels are next to one
 * another (TensorFlow's NHWC).
 *
 * @param dimensions one or more sizes, each at least 1
 */
public record DataShape(List<Integer> dimensions) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no dimension or one is below 1
   */
  public DataShape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty() || dimensions.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "a shape has one or more positive sizes, not " + dimensions);
    }
  }

  /** The shape of an image. */
  public static DataShape image(int height, int width, int channels) {
    return new DataShape(List.of(height, width, channels));
  }

  /** The shape of a point in {@code n} dimensions. */
  public static DataShape point(int n) {
    return new DataShape(List.of(n));
  }

  /** How many numbers one example has: the D of "bits per dimension". */
  public int size() {
    int size = 1;
    for (int dimension : dimensions) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** Whether an example is an image, that is, has height, width and channels. */
  public boolean isImage() {
    return dimensions.size() == 3;
  }

  /** The sizes joined by {@code x}, as in {@code 8x8x1}. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
