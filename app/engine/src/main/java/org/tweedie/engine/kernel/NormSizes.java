package org.tweedie.engine.kernel;

/**
 * What a normalisation is of, and how a sample of it is cut into tiles: whole pixels, about 4 KB at
 * a time, so that a tile stays in the nearest cache and its channels are always in the same places.
 *
 * <p>In bfloat16 a tile is two planes, of the numbers at even and at odd places, for the JVM has no
 * loop over 16 bits that becomes vector code; in float32 it is one.
 *
 * @param samples how many samples are normalised, each by itself
 * @param pixels how many places a sample has
 * @param channels numbers at each place
 * @param groups of channels; divides them
 * @param silu whether SiLU follows
 * @param planes 2 in bfloat16, 1 in float32
 */
record NormSizes(int samples, int pixels, int channels, int groups, boolean silu, int planes) {

  private static final int LANES = 1024;

  /**
   * Tiles that are kept from one pass over a sample to the next: a megabyte of each tensor for a
   * thread, which a cache holds. Of larger samples, none.
   */
  private static final int KEPT = 256;

  /** Bytes of a number. */
  int width() {
    return 4 / planes;
  }

  /** Numbers of a sample. */
  long size() {
    return (long) pixels * channels;
  }

  /** After how many lanes of a plane a channel comes again. */
  int period() {
    return channels % planes == 0 ? channels / planes : channels;
  }

  /** Lanes of a plane in a whole tile: whole periods, so that each tile begins with channel 0. */
  int lanes() {
    long needed = (size() + planes - 1) / planes;
    long wanted = Math.max(1, Math.min(LANES, needed) / period());
    return Math.toIntExact(wanted * period());
  }

  /** How many tiles a sample is. */
  int tiles() {
    long tile = (long) lanes() * planes;
    return Math.toIntExact((size() + tile - 1) / tile);
  }

  /** Numbers in one of the tiles, of which the last may be shorter. */
  int numbers(int tile) {
    long whole = (long) lanes() * planes;
    return (int) Math.min(whole, size() - tile * whole);
  }

  /** Where a sample begins, in bytes. */
  long begin(int sample) {
    return sample * size() * width();
  }

  /** Where a tile begins, in bytes. */
  long begin(int sample, int tile) {
    return begin(sample) + (long) tile * lanes() * planes * width();
  }

  /** Whether a sample's tiles are kept from pass to pass, and not read anew. */
  boolean keepsTiles() {
    return tiles() <= KEPT;
  }

  /** The channel of a lane. */
  int channel(int lane, int plane) {
    return (planes * lane + plane) % channels;
  }
}
