package org.tweedie.engine.kernel;

import com.sun.jna.Pointer;

/**
 * The working memory of one thread for what is calculated row by row: tiles of whole rows of a
 * tensor, and the way from TensorFlow's memory to them and back.
 */
final class RowTile {

  /** Numbers of a tile, about: so that a dozen of them stay in the nearest caches. */
  static final int LANES = 1024;

  private static final ThreadLocal<RowTile> OF_THREAD = ThreadLocal.withInitial(RowTile::new);

  private int lanes;
  private short[] narrow = {};

  float[] x = {};

  /** What the loss is differentiated by. */
  float[] d = {};

  /** Results. */
  float[] y = {};

  /** The mean and the inverse deviation of each number's row. */
  float[] mean = {};

  float[] inverse = {};

  /** The scale and the shift of each number's channel. */
  float[] scale = {};

  float[] shift = {};

  /** Sums of channels, row by row apart. */
  float[] sums = {};

  float[] products = {};

  /** What lies between two loops. */
  float[] between = {};

  private RowTile() {}

  /** That of this thread, large enough for so many numbers. */
  static RowTile of(int lanes) {
    RowTile tile = OF_THREAD.get();
    if (lanes > tile.lanes) {
      tile.enlarge(lanes);
    }
    return tile;
  }

  private void enlarge(int wanted) {
    lanes = wanted;
    narrow = new short[lanes];
    x = new float[lanes];
    d = new float[lanes];
    y = new float[lanes];
    mean = new float[lanes];
    inverse = new float[lanes];
    scale = new float[lanes];
    shift = new float[lanes];
    sums = new float[lanes];
    products = new float[lanes];
    between = new float[lanes];
  }

  /**
   * Reads a tile.
   *
   * @param at where it begins, in bytes
   * @param isNarrow whether the numbers are in bfloat16
   */
  void read(Pointer from, long at, int numbers, boolean isNarrow, float[] to) {
    if (!isNarrow) {
      from.read(at, to, 0, numbers);
      return;
    }
    from.read(at, narrow, 0, numbers);
    for (int i = 0; i < numbers; i++) {
      to[i] = Float.intBitsToFloat(narrow[i] << 16);
    }
  }

  /** Writes the results; see {@link #read}. */
  void write(Pointer to, long at, int numbers, boolean isNarrow) {
    if (!isNarrow) {
      to.write(at, y, 0, numbers);
      return;
    }
    for (int i = 0; i < numbers; i++) {
      int bits = Float.floatToRawIntBits(y[i]);
      // To the nearest, and to even where two are as near; what is no number stays one.
      narrow[i] =
          (short)
              (Float.isNaN(y[i])
                  ? (bits >>> 16) | 0x40
                  : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
    to.write(at, narrow, 0, numbers);
  }
}
