package org.tweedie.engine.kernel;

import com.sun.jna.Pointer;
import java.util.Arrays;
import org.tweedie.api.network.LayerNormalization;

/**
 * Layer normalisation of single samples, and its gradient, from TensorFlow's memory to TensorFlow's
 * memory. With m and r the mean and the inverse standard deviation of a row of C channels,
 *
 * <pre>
 * n = (x - m) r,  y = (1 + scale) n + shift.
 * </pre>
 *
 * <p>With {@code e = (1 + scale) dL/dy}, and sums over a row's channels,
 *
 * <pre>
 * dL/dx = r (e - sum(e) / C - n sum(e n) / C),
 * dL/dscale = sum n dL/dy,  dL/dshift = sum dL/dy  over the rows of a sample.
 * </pre>
 *
 * <p>Sums are float32, as TensorFlow's are, in an order that depends on the sizes alone. For one
 * thread; numbers of one sample do not depend on the others.
 */
final class LayerNormArithmetic {

  private final Sizes sizes;
  private final float[] scale;
  private final RowTile tile;

  /**
   * What a normalisation is of.
   *
   * @param samples each with a scale and a shift of its own
   * @param rows of a sample
   * @param channels of a row
   * @param isNarrow whether the numbers are in bfloat16
   */
  record Sizes(int samples, int rows, int channels, boolean isNarrow) {

    int rowsOfTile() {
      return Math.max(1, Math.min(rows, RowTile.LANES / channels));
    }

    /** Where a row begins, in bytes. */
    long begin(int sample, int row) {
      return (isNarrow ? 2L : 4L) * channels * ((long) sample * rows + row);
    }
  }

  /**
   * Begins.
   *
   * @param scale of each channel of each sample; empty for 0
   */
  LayerNormArithmetic(Sizes sizes, float[] scale) {
    this.sizes = sizes;
    this.scale = scale;
    tile = RowTile.of(Math.max(RowTile.LANES, sizes.channels()));
  }

  /**
   * Normalises a sample.
   *
   * @param shift of each channel of each sample; empty for 0
   */
  void forward(int sample, Pointer x, Pointer y, float[] shift) {
    spread(sample, scale, 1, tile.scale);
    spread(sample, shift, 0, tile.shift);
    for (int row = 0; row < sizes.rows(); row += sizes.rowsOfTile()) {
      int length = read(sample, row, x);
      Loops.normal(tile.x, tile.y, length, tile.mean, tile.inverse);
      Loops.affine(tile.y, tile.y, length, tile.scale, tile.shift);
      tile.write(y, sizes.begin(sample, row), length, sizes.isNarrow());
    }
  }

  /**
   * The gradient by a sample and what modulates it; dx may be dy itself.
   *
   * @param byScale takes the gradient by the scale, of each channel of each sample; empty for none
   * @param byShift the same by the shift
   */
  void backward(int sample, Pointer x, Pointer dy, Pointer dx, float[] byScale, float[] byShift) {
    int lanes = sizes.rowsOfTile() * sizes.channels();
    spread(sample, scale, 1, tile.scale);
    Arrays.fill(tile.sums, 0, lanes, 0);
    Arrays.fill(tile.products, 0, lanes, 0);
    for (int row = 0; row < sizes.rows(); row += sizes.rowsOfTile()) {
      int length = read(sample, row, x);
      long at = sizes.begin(sample, row);
      tile.read(dy, at, length, sizes.isNarrow(), tile.d);
      Loops.normal(tile.x, tile.x, length, tile.mean, tile.inverse);
      Loops.products(tile.x, tile.d, length, tile.sums, tile.products);
      Loops.multiply(tile.d, tile.scale, length);
      for (int begin = 0; begin < length; begin += sizes.channels()) {
        int end = begin + sizes.channels();
        Arrays.fill(tile.mean, begin, end, Rows.sum(tile.d, begin, end) / sizes.channels());
        Arrays.fill(
            tile.between, begin, end, Rows.product(tile.d, tile.x, begin, end) / sizes.channels());
      }
      Loops.normalGradient(tile.x, tile.d, tile.y, length, tile.mean, tile.between, tile.inverse);
      tile.write(dx, at, length, sizes.isNarrow());
    }
    fold(tile.sums, lanes, sample, byShift);
    fold(tile.products, lanes, sample, byScale);
  }

  /** Reads a tile of x, with the mean and the inverse deviation of its rows. */
  private int read(int sample, int row, Pointer x) {
    int rows = Math.min(sizes.rowsOfTile(), sizes.rows() - row);
    int length = rows * sizes.channels();
    tile.read(x, sizes.begin(sample, row), length, sizes.isNarrow(), tile.x);
    for (int begin = 0; begin < length; begin += sizes.channels()) {
      int end = begin + sizes.channels();
      float mean = Rows.sum(tile.x, begin, end) / sizes.channels();
      float variance = Rows.squares(tile.x, mean, begin, end) / sizes.channels();
      Arrays.fill(tile.mean, begin, end, mean);
      Arrays.fill(
          tile.inverse,
          begin,
          end,
          (float) (1 / Math.sqrt(variance + (double) LayerNormalization.EPSILON)));
    }
    return length;
  }

  /** What each channel of a sample has, in every row of a tile. */
  private void spread(int sample, float[] modulation, float more, float[] to) {
    int channels = sizes.channels();
    int lanes = sizes.rowsOfTile() * channels;
    if (modulation.length == 0) {
      Arrays.fill(to, 0, lanes, more);
      return;
    }
    for (int channel = 0; channel < channels; channel++) {
      to[channel] = modulation[sample * channels + channel] + more;
    }
    for (int begin = channels; begin < lanes; begin += channels) {
      System.arraycopy(to, 0, to, begin, channels);
    }
  }

  /** The sums of a sample's channels, of sums of each row of a tile. */
  private void fold(float[] sums, int lanes, int sample, float[] to) {
    if (to.length > 0) {
      int channels = sizes.channels();
      for (int channel = 0; channel < channels; channel++) {
        double sum = 0;
        for (int lane = channel; lane < lanes; lane += channels) {
          sum += sums[lane];
        }
        to[sample * channels + channel] = (float) sum;
      }
    }
  }
}
