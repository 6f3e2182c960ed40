package org.tweedie.engine.kernel;

/**
 * Inner loops over tiles. HotSpot makes vector code of a loop only where every array has the loop's
 * own index, as {@code x[i]}: with {@code x[at + i]} they are eight times slower, so what differs
 * from channel to channel is spread over a whole tile beforehand.
 *
 * <p>Sums go to as many partial sums as a tile has numbers, for a sum into one variable is not
 * vector code either.
 */
final class Loops {

  /**
   * {@code sigmoid(u) = 1/2 + u p(u^2) / q(u^2)}: the best such fit for |u| up to {@link #BOUND},
   * where float32 has 1; off by 2e-7 at most, most of it rounding.
   */
  private static final float BOUND = 17;

  private static final float P0 = 0.24999999f;
  private static final float P1 = 8.378881e-3f;
  private static final float P2 = 5.509099e-5f;
  private static final float P3 = 8.250629e-8f;
  private static final float P4 = 1.3768792e-11f;
  private static final float Q1 = 0.1168488f;
  private static final float Q2 = 1.624447e-3f;
  private static final float Q3 = 5.212025e-6f;
  private static final float Q4 = 3.1537617e-9f;

  /** {@code gelu(x) = x sigmoid(x (LINEAR + CUBIC x^2))}. */
  private static final float LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float CUBIC = 0.044715f * LINEAR;

  private Loops() {}

  /** Adds a tile to sums, and its squares to others. */
  static void moments(float[] x, int length, float[] sums, float[] squares) {
    for (int i = 0; i < length; i++) {
      float value = x[i];
      sums[i] += value;
      squares[i] += value * value;
    }
  }

  /** {@code y = a x + b}. */
  static void affine(float[] x, float[] y, int length, float[] a, float[] b) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * a[i] + b[i];
    }
  }

  /** {@code y = silu(a x + b)}. */
  static void silu(float[] x, float[] y, int length, float[] a, float[] b) {
    for (int i = 0; i < length; i++) {
      float u = x[i] * a[i] + b[i];
      float v = Math.min(Math.max(u, -BOUND), BOUND);
      float w = v * v;
      float p = v * ((((P4 * w + P3) * w + P2) * w + P1) * w + P0);
      float q = (((Q4 * w + Q3) * w + Q2) * w + Q1) * w + 1f;
      y[i] = u * (0.5f + p / q);
    }
  }

  /**
   * {@code d = d silu'(a x + b)}. Two loops, for one with all of it is too long to become vector
   * code.
   *
   * @param sigmoids what lies between the loops
   */
  static void siluGradient(
      float[] x, float[] d, int length, float[] a, float[] b, float[] sigmoids) {
    for (int i = 0; i < length; i++) {
      float u = x[i] * a[i] + b[i];
      float v = Math.min(Math.max(u, -BOUND), BOUND);
      float w = v * v;
      float p = v * ((((P4 * w + P3) * w + P2) * w + P1) * w + P0);
      float q = (((Q4 * w + Q3) * w + Q2) * w + Q1) * w + 1f;
      sigmoids[i] = 0.5f + p / q;
    }
    for (int i = 0; i < length; i++) {
      float s = sigmoids[i];
      d[i] *= s * (1f + (x[i] * a[i] + b[i]) * (1f - s));
    }
  }

  /** {@code y = gelu(x)}. */
  static void gelu(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      float value = x[i];
      float u = value * (CUBIC * value * value + LINEAR);
      float v = Math.min(Math.max(u, -BOUND), BOUND);
      float w = v * v;
      float p = v * ((((P4 * w + P3) * w + P2) * w + P1) * w + P0);
      float q = (((Q4 * w + Q3) * w + Q2) * w + Q1) * w + 1f;
      y[i] = value * (0.5f + p / q);
    }
  }

  /**
   * {@code y = d gelu'(x)}.
   *
   * @param sigmoids what lies between the loops
   */
  static void geluGradient(float[] x, float[] d, float[] y, int length, float[] sigmoids) {
    for (int i = 0; i < length; i++) {
      float value = x[i];
      float u = value * (CUBIC * value * value + LINEAR);
      float v = Math.min(Math.max(u, -BOUND), BOUND);
      float w = v * v;
      float p = v * ((((P4 * w + P3) * w + P2) * w + P1) * w + P0);
      float q = (((Q4 * w + Q3) * w + Q2) * w + Q1) * w + 1f;
      sigmoids[i] = 0.5f + p / q;
    }
    for (int i = 0; i < length; i++) {
      float value = x[i];
      float s = sigmoids[i];
      float slope = 3f * CUBIC * value * value + LINEAR;
      y[i] = d[i] * (s * (1f + value * slope * (1f - s)));
    }
  }

  /** {@code y = (x - mean) inverse}. */
  static void normal(float[] x, float[] y, int length, float[] mean, float[] inverse) {
    for (int i = 0; i < length; i++) {
      y[i] = (x[i] - mean[i]) * inverse[i];
    }
  }

  /** {@code y = inverse (d - a - b n)}. */
  static void normalGradient(
      float[] n, float[] d, float[] y, int length, float[] a, float[] b, float[] inverse) {
    for (int i = 0; i < length; i++) {
      y[i] = inverse[i] * (d[i] - a[i] - b[i] * n[i]);
    }
  }

  /** {@code x = x by}. */
  static void multiply(float[] x, float[] by, int length) {
    for (int i = 0; i < length; i++) {
      x[i] *= by[i];
    }
  }

  /** Adds a tile of d to sums, and of {@code d x} to others. */
  static void products(float[] x, float[] d, int length, float[] sums, float[] products) {
    for (int i = 0; i < length; i++) {
      float value = d[i];
      sums[i] += value;
      products[i] += value * x[i];
    }
  }

  /** {@code y = a d + b x + c}. */
  static void combine(
      float[] x, float[] d, float[] y, int length, float[] a, float[] b, float[] c) {
    for (int i = 0; i < length; i++) {
      y[i] = a[i] * d[i] + (b[i] * x[i] + c[i]);
    }
  }

  /** Adds one tile to another. */
  static void add(float[] x, float[] to, int length) {
    for (int i = 0; i < length; i++) {
      to[i] += x[i];
    }
  }

  /** Pairs of bfloat16 as the bits of two float32: those in the lower halves, and in the upper. */
  static void widen(int[] pairs, int[] lower, int[] upper, int length) {
    for (int i = 0; i < length; i++) {
      lower[i] = pairs[i] << 16;
      upper[i] = pairs[i] & 0xffff0000;
    }
  }

  /** The reverse of {@link #widen}, rounding to the nearest, and to even where two are as near. */
  static void narrow(int[] lower, int[] upper, int[] pairs, int length) {
    for (int i = 0; i < length; i++) {
      int low = lower[i];
      int high = upper[i];
      pairs[i] =
          ((low + 0x7fff + ((low >>> 16) & 1)) >>> 16)
              | ((high + 0x7fff + ((high >>> 16) & 1)) & 0xffff0000);
    }
  }
}
