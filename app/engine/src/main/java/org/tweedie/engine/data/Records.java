package org.tweedie.engine.data;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Records of equally many bytes. Safe for many threads. */
interface Records {

  /** How many there are. */
  int count();

  /** The bytes of one, which are not to be changed. */
  byte[] of(int index);

  /** Of as many bytes as this may stay in memory for as long as a run is open: a quarter of it. */
  static double mostHeld() {
    return Runtime.getRuntime().maxMemory() / 4.0;
  }

  /** Those that are made when they are asked for. */
  static Records made(int count, IntFunction<byte[]> each) {
    return new Records() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public byte[] of(int index) {
        return each.apply(index);
      }
    };
  }

  /**
   * Those that are made once and kept in memory or, where they would take much of it, each time
   * that they are asked for.
   *
   * @param size bytes of each
   * @param mostHeld bytes from which on they are not kept
   */
  static Records kept(int count, int size, double mostHeld, IntFunction<byte[]> each) {
    return GatheredRecords.taken(count, size) > mostHeld
        ? made(count, each)
        : of(IntStream.range(0, count).mapToObj(each).toArray(byte[][]::new));
  }

  /** Those that are in memory. */
  static Records of(byte[]... each) {
    return made(each.length, i -> each[i]);
  }
}
