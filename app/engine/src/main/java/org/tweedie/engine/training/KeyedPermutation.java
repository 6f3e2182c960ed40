package org.tweedie.engine.training;

import java.util.SplittableRandom;

/**
 * A random order of any number of things that takes no memory: a Feistel network on the bits of an
 * index, gone through again until the index is one of a thing (Black and Rogaway, "Ciphers with
 * Arbitrary Finite Domains", 2002). Not all orders can come up, and none that is seen tells the
 * next.
 */
final class KeyedPermutation {

  private static final int ROUNDS = 6;

  private final long size;
  private final int half;
  private final long mask;
  private final long[] keys = new long[ROUNDS];

  /**
   * Draws one.
   *
   * @param size how many things there are, at least 1
   */
  KeyedPermutation(long size, SplittableRandom random) {
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    half = Math.max(1, (bits + 1) / 2);
    mask = (1L << half) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = random.nextLong();
    }
  }

  /** Which thing comes at a place, both from 0. */
  long at(long place) {
    long index = place;
    do {
      index = mixed(index);
    } while (index >= size);
    return index;
  }

  private long mixed(long index) {
    long left = index >>> half;
    long right = index & mask;
    for (long key : keys) {
      long next = left ^ (new SplittableRandom(key ^ right).nextLong() & mask);
      left = right;
      right = next;
    }
    return left << half | right;
  }
}
