package org.tweedie.engine.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;

/**
 * Which examples are held out: those whose name has a hash, as a number in [0, 1), below the share.
 * Of the examples that there are, the one with the lowest hash is held out and the one with the
 * highest is not, so that neither split is empty.
 */
final class HeldOut {

  private final double[] hashes;
  private final double share;
  private final int lowest;
  private final int highest;

  private HeldOut(double[] hashes, double share) {
    this.hashes = hashes;
    this.share = share;
    int low = 0;
    int high = 0;
    for (int i = 1; i < hashes.length; i++) {
      low = hashes[i] < hashes[low] ? i : low;
      high = hashes[i] >= hashes[high] ? i : high;
    }
    this.lowest = low;
    this.highest = high;
  }

  /**
   * Of examples that are called so.
   *
   * @param names at least one
   */
  static HeldOut of(Stream<String> names, double share) {
    return new HeldOut(names.mapToDouble(HeldOut::hash).toArray(), share);
  }

  boolean contains(int index) {
    return index == lowest || (index != highest && hashes[index] < share);
  }

  private static double hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      long bits = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        bits = (bits << 8) | (digest[i] & 0xff);
      }
      return (bits >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
