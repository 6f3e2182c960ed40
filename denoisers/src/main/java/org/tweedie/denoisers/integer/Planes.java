package org.tweedie.denoisers.integer;

import java.util.Arrays;

/**
 * Integers of some examples: for each channel one array, which holds the pixels of one example
 * after the other. Vectors have one pixel. The arrays are not to be written to once they are made.
 *
 * @param values by channel
 * @param height of an example
 * @param width of an example
 */
record Planes(int[][] values, int height, int width) {

  /** The places of a 3x3 kernel. */
  static final int PLACES = 9;

  int pixels() {
    return height * width;
  }

  int channels() {
    return values.length;
  }

  /** Some bits less, rounded, and as large as what runs between blocks can be. */
  Planes rounded(int bits) {
    int half = 1 << (bits - 1);
    int[][] results = new int[values.length][values[0].length];
    for (int channel = 0; channel < results.length; channel++) {
      int[] from = values[channel];
      int[] to = results[channel];
      for (int i = 0; i < to.length; i++) {
        to[i] =
            Math.max(
                -FixedPoint.STREAM_LARGEST,
                Math.min(FixedPoint.STREAM_LARGEST, (from[i] + half) >> bits));
      }
    }
    return new Planes(results, height, width);
  }

  /** Through the table of {@link FixedPoint#silu}. */
  Planes activated(int[] silu) {
    int[][] results = new int[values.length][values[0].length];
    for (int channel = 0; channel < results.length; channel++) {
      int[] from = values[channel];
      int[] to = results[channel];
      for (int i = 0; i < to.length; i++) {
        to[i] = silu[FixedPoint.siluIndex(from[i])];
      }
    }
    return new Planes(results, height, width);
  }

  /** The sums of a dense layer. */
  Planes dense(IntegerLayer layer) {
    int[][] sums = sums(layer);
    for (int out = 0; out < sums.length; out++) {
      for (int in = 0; in < values.length; in++) {
        int[] x = values[in];
        int weight = layer.kernel()[out][in];
        int[] sum = sums[out];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * x[i];
        }
      }
    }
    return new Planes(sums, height, width);
  }

  /** The sums of a 3x3 convolution with as many pixels. */
  Planes convolution(IntegerLayer layer) {
    int[][] sums = sums(layer);
    int[][] shifted = new int[PLACES][values[0].length];
    for (int in = 0; in < values.length; in++) {
      for (int place = 0; place < PLACES; place++) {
        shift(values[in], shifted[place], place / 3 - 1, place % 3 - 1);
      }
      for (int out = 0; out < sums.length; out++) {
        for (int place = 0; place < PLACES; place += 3) {
          add(sums[out], shifted, layer.kernel()[out], place, in * PLACES);
        }
      }
    }
    return new Planes(sums, height, width);
  }

  private int[][] sums(IntegerLayer layer) {
    int[][] sums = new int[layer.outputs()][values[0].length];
    for (int out = 0; out < sums.length; out++) {
      Arrays.fill(sums[out], layer.bias()[out]);
    }
    return sums;
  }

  /** What lies so far below and to the right of each pixel, 0 beyond the edges. */
  private void shift(int[] from, int[] to, int down, int right) {
    int by = down * width + right;
    int length = Math.max(0, from.length - Math.abs(by));
    System.arraycopy(from, Math.max(0, by), to, Math.max(0, -by), length);
    for (int begin = 0; begin < to.length; begin += pixels()) {
      if (down != 0) {
        int row = begin + (down > 0 ? pixels() - width : 0);
        Arrays.fill(to, row, row + width, 0);
      }
      if (right != 0) {
        int column = right > 0 ? width - 1 : 0;
        for (int i = begin + column; i < begin + pixels(); i += width) {
          to[i] = 0;
        }
      }
    }
  }

  /**
   * The products of three places; of nine at once HotSpot makes no vector code, nor where an array
   * is indexed by another number than i.
   */
  private static void add(int[] sum, int[][] x, int[] weights, int place, int at) {
    int[] x0 = x[place];
    int[] x1 = x[place + 1];
    int[] x2 = x[place + 2];
    int w0 = weights[at + place];
    int w1 = weights[at + place + 1];
    int w2 = weights[at + place + 2];
    for (int i = 0; i < sum.length; i++) {
      sum[i] += w0 * x0[i] + w1 * x1[i] + w2 * x2[i];
    }
  }
}
