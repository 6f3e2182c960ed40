package org.tweedie.engine.interchange;

import java.util.List;

/**
 * Values whose axes stand in another order.
 *
 * @param axes for each axis of the result, which of the given ones it is
 */
record AxisOrder(List<Integer> axes) {

  /** The sizes of the result. */
  long[] sizes(long[] given) {
    return axes.stream().mapToLong(axis -> given[axis]).toArray();
  }

  /** The order that leads back. */
  AxisOrder back() {
    Integer[] back = new Integer[axes.size()];
    for (int i = 0; i < back.length; i++) {
      back[axes.get(i)] = i;
    }
    return new AxisOrder(List.of(back));
  }

  /**
   * The values of the result, both row by row.
   *
   * @param given their sizes before
   */
  float[] of(float[] values, long[] given) {
    int count = axes.size();
    long[] sizes = sizes(given);
    int[] strides = new int[count];
    for (int i = 0; i < count; i++) {
      int stride = 1;
      for (int axis = axes.get(i) + 1; axis < count; axis++) {
        stride *= (int) given[axis];
      }
      strides[i] = stride;
    }
    float[] result = new float[values.length];
    long[] place = new long[count];
    int from = 0;
    for (int to = 0; to < result.length; to++) {
      result[to] = values[from];
      for (int i = count - 1; i >= 0; i--) {
        from += strides[i];
        if (++place[i] < sizes[i]) {
          break;
        }
        from -= (int) (strides[i] * sizes[i]);
        place[i] = 0;
      }
    }
    return result;
  }
}
