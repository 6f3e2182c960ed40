package org.tweedie.engine.kernel;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The working memory of one thread: tiles, and the way from TensorFlow's memory to them and back.
 */
final class Scratch {

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private int lanes;
  private int[] pairs = {};
  private int[] lower = {};
  private int[] upper = {};
  private IntBuffer bits = IntBuffer.allocate(0);
  private FloatBuffer floats = FloatBuffer.allocate(0);

  /** Tiles of x, plane by plane, and of what the loss is differentiated by. */
  float[][] x = {};

  float[][] d = {};

  /** One tile of results. */
  float[][] y = {};

  /** Coefficients and partial sums of each plane, a tile long. */
  float[][] a = {};

  float[][] o = {};
  float[][] k = {};
  float[][] l = {};
  float[][] sums = {};
  float[][] products = {};

  /** What lies between two loops, a tile long. */
  float[] between = {};

  private Scratch() {}

  /** That of this thread, large enough. */
  static Scratch of(NormSizes sizes) {
    Scratch scratch = OF_THREAD.get();
    scratch.enlarge(sizes.lanes(), sizes.planes() * (sizes.keepsTiles() ? sizes.tiles() : 1));
    return scratch;
  }

  private void enlarge(int wantedLanes, int tiles) {
    if (wantedLanes > lanes) {
      lanes = wantedLanes;
      pairs = new int[lanes];
      lower = new int[lanes];
      upper = new int[lanes];
      ByteBuffer memory = ByteBuffer.allocateDirect(4 * lanes).order(ByteOrder.nativeOrder());
      bits = memory.asIntBuffer();
      floats = memory.asFloatBuffer();
      x = new float[0][];
      d = new float[0][];
      y = new float[2][lanes];
      a = new float[2][lanes];
      o = new float[2][lanes];
      k = new float[2][lanes];
      l = new float[2][lanes];
      sums = new float[2][lanes];
      products = new float[2][lanes];
      between = new float[lanes];
    }
    if (tiles > x.length) {
      x = new float[tiles][lanes];
      d = new float[tiles][lanes];
    }
  }

  /**
   * Reads a tile.
   *
   * @param at where it begins
   * @param numbers how many numbers it has
   * @param planes how many planes it is to be
   * @param first the place of its first plane in {@code to}
   */
  void read(Pointer from, long at, int numbers, int planes, float[][] to, int first) {
    if (planes == 1) {
      from.read(at, to[first], 0, numbers);
      return;
    }
    int whole = numbers / 2;
    int length = (numbers + 1) / 2;
    from.read(at, pairs, 0, whole);
    if (length > whole) {
      pairs[whole] = from.getShort(at + 2L * (numbers - 1)) & 0xffff;
    }
    Loops.widen(pairs, lower, upper, length);
    bits.put(0, lower, 0, length);
    floats.get(0, to[first], 0, length);
    bits.put(0, upper, 0, length);
    floats.get(0, to[first + 1], 0, length);
  }

  /** Writes the tile of results; see {@link #read}. */
  void write(Pointer to, long at, int numbers, int planes) {
    if (planes == 1) {
      to.write(at, y[0], 0, numbers);
      return;
    }
    int whole = numbers / 2;
    int length = (numbers + 1) / 2;
    floats.put(0, y[0], 0, length);
    bits.get(0, lower, 0, length);
    floats.put(0, y[1], 0, length);
    bits.get(0, upper, 0, length);
    Loops.narrow(lower, upper, pairs, length);
    to.write(at, pairs, 0, whole);
    if (length > whole) {
      to.setShort(at + 2L * (numbers - 1), (short) pairs[whole]);
    }
  }
}
