package org.tweedie.engine.kernel;

import com.sun.jna.Pointer;
import java.util.Arrays;
import org.tweedie.api.network.GroupNormalization;

/**
 * Group normalisation of single samples, and its gradient, from TensorFlow's memory to TensorFlow's
 * memory. With s the shift of a channel, m and r the mean and the inverse standard deviation of its
 * group,
 *
 * <pre>
 * y = silu(a x + o),  a = scale r,  o = offset + (s - m) a.
 * </pre>
 *
 * <p>With {@code e = dL/d(a x + o)}, its sums {@code S = sum e} and {@code T = r (sum e x + (s - m)
 * S)} over the pixels of a channel, and N the numbers in a group,
 *
 * <pre>
 * dL/doffset = S,  dL/dscale = T,
 * dL/dx = a e + k x + l,  k = -r^2 sum(scale T) / N,  l = -r sum(scale S) / N + (s - m) k,
 * dL/ds = sum dL/dx = a S + k sum x + l pixels.
 * </pre>
 *
 * <p>Sums are float32, as TensorFlow's are, in an order that depends on the sizes alone; what is
 * made of them for each channel is calculated in double precision. For one thread; numbers of one
 * sample do not depend on the others.
 */
final class NormArithmetic {

  private final NormSizes sizes;
  private final Parameters parameters;
  private final Scratch scratch;
  private final double[] sumOfX;
  private final double[] sumOfSquares;
  private final double[] sum;
  private final double[] product;
  private final double[] a;
  private final double[] o;
  private final double[] k;
  private final double[] l;
  private final double[] mean;
  private final double[] inverse;

  /**
   * What is learned.
   *
   * @param shift of each channel of each sample; empty for none
   * @param scale of each channel
   * @param offset of each channel
   */
  record Parameters(float[] shift, float[] scale, float[] offset) {

    double shift(int sample, int channel) {
      return shift.length == 0 ? 0 : shift[sample * scale.length + channel];
    }
  }

  /**
   * Where the gradients of parameters go: of each channel of each sample.
   *
   * @param shift by the shift; empty for none
   * @param scale by the scale, a sample's share
   * @param offset by the offset, a sample's share
   */
  record Shares(float[] shift, float[] scale, float[] offset) {}

  NormArithmetic(NormSizes sizes, Parameters parameters) {
    this.sizes = sizes;
    this.parameters = parameters;
    this.scratch = Scratch.of(sizes);
    int channels = sizes.channels();
    sumOfX = new double[channels];
    sumOfSquares = new double[channels];
    sum = new double[channels];
    product = new double[channels];
    a = new double[channels];
    o = new double[channels];
    k = new double[channels];
    l = new double[channels];
    mean = new double[sizes.groups()];
    inverse = new double[sizes.groups()];
  }

  /** Normalises a sample; y may be x itself. */
  void forward(int sample, Pointer x, Pointer y) {
    begin(sample, x);
    for (int tile = 0; tile < sizes.tiles(); tile++) {
      int at = seen(sample, tile, x);
      int length = length(tile);
      for (int plane = 0; plane < sizes.planes(); plane++) {
        float[] from = scratch.x[at + plane];
        if (sizes.silu()) {
          Loops.silu(from, scratch.y[plane], length, scratch.a[plane], scratch.o[plane]);
        } else {
          Loops.affine(from, scratch.y[plane], length, scratch.a[plane], scratch.o[plane]);
        }
      }
      write(sample, tile, y);
    }
  }

  /** The gradient by a sample and the parameters; dx may be dy itself. */
  void backward(int sample, Pointer x, Pointer dy, Pointer dx, Shares shares) {
    begin(sample, x);
    clearSums();
    for (int tile = 0; tile < sizes.tiles(); tile++) {
      int at = seen(sample, tile, x);
      differentiate(sample, tile, dy, at);
      for (int plane = 0; plane < sizes.planes(); plane++) {
        Loops.products(
            scratch.x[at + plane],
            scratch.d[at + plane],
            length(tile),
            scratch.sums[plane],
            scratch.products[plane]);
      }
    }
    fold(scratch.sums, sum);
    fold(scratch.products, product);
    byGroups(sample, shares);
    spread(k, scratch.k);
    spread(l, scratch.l);
    for (int tile = 0; tile < sizes.tiles(); tile++) {
      int at = seen(sample, tile, x);
      if (!sizes.keepsTiles()) {
        differentiate(sample, tile, dy, at);
      }
      for (int plane = 0; plane < sizes.planes(); plane++) {
        Loops.combine(
            scratch.x[at + plane],
            scratch.d[at + plane],
            scratch.y[plane],
            length(tile),
            scratch.a[plane],
            scratch.k[plane],
            scratch.l[plane]);
      }
      write(sample, tile, dx);
    }
  }

  /** The sums over a sample, and the coefficients of {@code a x + o} that follow. */
  private void begin(int sample, Pointer x) {
    clearSums();
    for (int tile = 0; tile < sizes.tiles(); tile++) {
      int at = read(sample, tile, x, scratch.x);
      for (int plane = 0; plane < sizes.planes(); plane++) {
        Loops.moments(
            scratch.x[at + plane], length(tile), scratch.sums[plane], scratch.products[plane]);
      }
    }
    fold(scratch.sums, sumOfX);
    fold(scratch.products, sumOfSquares);
    int width = sizes.channels() / sizes.groups();
    for (int group = 0; group < sizes.groups(); group++) {
      double first = 0;
      double second = 0;
      for (int channel = group * width; channel < (group + 1) * width; channel++) {
        double s = parameters.shift(sample, channel);
        double m = sumOfX[channel] / sizes.pixels();
        first += m + s;
        // E (x + s)^2 = E x^2 + s (2 E x + s)
        second += sumOfSquares[channel] / sizes.pixels() + s * (2 * m + s);
      }
      double m = first / width;
      // Rounding can leave less than nothing of a small variance about a large mean.
      double variance = Math.max(second / width - m * m, 0);
      mean[group] = m;
      inverse[group] = 1 / Math.sqrt(variance + GroupNormalization.EPSILON);
      for (int channel = group * width; channel < (group + 1) * width; channel++) {
        a[channel] = parameters.scale()[channel] * inverse[group];
        o[channel] =
            parameters.offset()[channel] + (parameters.shift(sample, channel) - m) * a[channel];
      }
    }
    spread(a, scratch.a);
    spread(o, scratch.o);
  }

  /** The gradients of the parameters, and the coefficients of {@code a e + k x + l}. */
  private void byGroups(int sample, Shares shares) {
    int width = sizes.channels() / sizes.groups();
    double numbers = (double) width * sizes.pixels();
    int row = sample * sizes.channels();
    for (int group = 0; group < sizes.groups(); group++) {
      double r = inverse[group];
      double sumOfOffsets = 0;
      double sumOfScales = 0;
      for (int channel = group * width; channel < (group + 1) * width; channel++) {
        double centre = parameters.shift(sample, channel) - mean[group];
        double byScale = r * (product[channel] + centre * sum[channel]);
        shares.offset()[row + channel] = (float) sum[channel];
        shares.scale()[row + channel] = (float) byScale;
        sumOfOffsets += parameters.scale()[channel] * sum[channel];
        sumOfScales += parameters.scale()[channel] * byScale;
      }
      for (int channel = group * width; channel < (group + 1) * width; channel++) {
        double centre = parameters.shift(sample, channel) - mean[group];
        k[channel] = -r * r * sumOfScales / numbers;
        l[channel] = -r * sumOfOffsets / numbers + centre * k[channel];
        if (shares.shift().length > 0) {
          shares.shift()[row + channel] =
              (float)
                  (a[channel] * sum[channel]
                      + k[channel] * sumOfX[channel]
                      + l[channel] * sizes.pixels());
        }
      }
    }
  }

  /** Reads a tile of dy and makes it that of e; x must be there. */
  private void differentiate(int sample, int tile, Pointer dy, int at) {
    read(sample, tile, dy, scratch.d);
    for (int plane = 0; sizes.silu() && plane < sizes.planes(); plane++) {
      Loops.siluGradient(
          scratch.x[at + plane],
          scratch.d[at + plane],
          length(tile),
          scratch.a[plane],
          scratch.o[plane],
          scratch.between);
    }
  }

  /** A tile of x that {@link #begin} has read; read again where it was not kept. */
  private int seen(int sample, int tile, Pointer x) {
    return sizes.keepsTiles() ? tile * sizes.planes() : read(sample, tile, x, scratch.x);
  }

  /** Reads a tile, and says where its first plane is. */
  private int read(int sample, int tile, Pointer from, float[][] to) {
    int at = sizes.keepsTiles() ? tile * sizes.planes() : 0;
    scratch.read(from, sizes.begin(sample, tile), sizes.numbers(tile), sizes.planes(), to, at);
    return at;
  }

  private void write(int sample, int tile, Pointer to) {
    scratch.write(to, sizes.begin(sample, tile), sizes.numbers(tile), sizes.planes());
  }

  /** Lanes of a tile that hold something; beyond the last number of an odd tile lies a zero. */
  private int length(int tile) {
    return (sizes.numbers(tile) + sizes.planes() - 1) / sizes.planes();
  }

  private void clearSums() {
    for (int plane = 0; plane < sizes.planes(); plane++) {
      Arrays.fill(scratch.sums[plane], 0, sizes.lanes(), 0);
      Arrays.fill(scratch.products[plane], 0, sizes.lanes(), 0);
    }
  }

  /** The sums of single channels of partial sums, which are lost. */
  private void fold(float[][] partial, double[] to) {
    Arrays.fill(to, 0);
    int period = sizes.period();
    for (int plane = 0; plane < sizes.planes(); plane++) {
      float[] sums = partial[plane];
      int rows = sizes.lanes() / period;
      while (rows > 1) {
        int half = rows / 2;
        System.arraycopy(sums, (rows - half) * period, scratch.between, 0, half * period);
        Loops.add(scratch.between, sums, half * period);
        rows -= half;
      }
      for (int lane = 0; lane < period; lane++) {
        to[sizes.channel(lane, plane)] += sums[lane];
      }
    }
  }

  /** Gives each lane its channel's number. */
  private void spread(double[] from, float[][] to) {
    int period = sizes.period();
    for (int plane = 0; plane < sizes.planes(); plane++) {
      float[] lanes = to[plane];
      for (int lane = 0; lane < period; lane++) {
        lanes[lane] = (float) from[sizes.channel(lane, plane)];
      }
      for (int done = period; done < sizes.lanes(); done *= 2) {
        System.arraycopy(lanes, 0, lanes, done, Math.min(done, sizes.lanes() - done));
      }
    }
  }
}
