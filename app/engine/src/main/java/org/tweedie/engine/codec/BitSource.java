package org.tweedie.engine.codec;

/** Where a coder takes bits from when its stack is empty. */
@FunctionalInterface
interface BitSource {

  /**
   * The next 16 bits.
   *
   * @throws DamagedException if there must be none
   */
  char next();

  /** None: whoever asks decodes what was never encoded. */
  static BitSource none() {
    return () -> {
      throw new DamagedException("its bits are used up before its end");
    };
  }

  /** Evenly distributed bits, which depend on the seed alone. */
  static BitSource seeded(long seed) {
    long[] count = {mixed(seed)};
    return () -> (char) mixed(count[0]++);
  }

  /**
   * The generator SplitMix64 (Steele, Lea and Flood 2014) of a count: its bits are as by chance.
   */
  static long mixed(long count) {
    long z = (count + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
