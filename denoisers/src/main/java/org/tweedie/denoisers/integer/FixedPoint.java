package org.tweedie.denoisers.integer;

/**
 * The numbers of the integer network: what an integer stands for, and functions of integers as
 * tables in strict arithmetic. Every step is a power of two, so that float32 holds all numbers
 * exactly and a graph gives the bits that integers give.
 */
final class FixedPoint {

  /** An activation of 8 bits stands for its 2^-5: between -4 and 4. */
  static final int ACTIVATION_BITS = 5;

  /** What runs between blocks stands for its 2^-8, in 16 bits: between -128 and 128. */
  static final int STREAM_BITS = 8;

  static final int STREAM_LARGEST = (1 << 15) - 1;

  /** The largest 8-bit number; weights and activations are even about 0. */
  static final int LARGEST = 127;

  /** Biases in the unit of sums; a sum with its bias then stays below 2^24. */
  static final int BIAS_LIMIT = 1 << 18;

  /** So many products of two 8-bit numbers and a bias add up exactly in float32. */
  static final int LARGEST_FAN_IN = ((1 << 24) - BIAS_LIMIT) / (LARGEST * LARGEST);

  /** Beyond it the activation is a line or 0. */
  private static final int SILU_REACH = 8 << STREAM_BITS;

  /** Points of a turn. */
  static final int TURN = 1024;

  /** Log SNRs are limited to this size, and rounded to multiples of 2^-5. */
  static final int LOG_SNR_LIMIT = 20;

  static final int LOG_SNR_BITS = 5;

  /** The waves' amplitude, as an activation: 2. */
  private static final int WAVE = 64;

  private FixedPoint() {}

  /** Weights stand for their 2^-bits: about a sixteenth of what they start at. */
  static int kernelBits(int fanIn) {
    int half = 0;
    while (1 << (2 * half + 1) < fanIn) {
      half++;
    }
    return 4 + half;
  }

  /** The nearest integer, as graphs round: in float32, ties upwards. */
  static int round(float x) {
    return (int) Math.floor(x + 0.5f);
  }

  /** The nearest multiple of 2^-bits, as a number of them, no larger than a limit. */
  static int quantised(float x, int bits, int limit) {
    return Math.max(-limit, Math.min(limit, round(x * (1 << bits))));
  }

  private static int nearest(double x) {
    return (int) StrictMath.floor(x + 0.5);
  }

  /**
   * {@code x sigmoid(x)} of numbers between blocks, as activations; the first entry is that of
   * {@link #siluIndex} 0.
   */
  static int[] silu() {
    int[] table = new int[2 * SILU_REACH];
    for (int i = 0; i < table.length; i++) {
      double x = (double) (i - SILU_REACH) / (1 << STREAM_BITS);
      double y = x / (1 + StrictMath.exp(-x));
      table[i] = Math.min(LARGEST, nearest(y * (1 << ACTIVATION_BITS)));
    }
    return table;
  }

  /** Where the table of {@link #silu} has a number. */
  static int siluIndex(int stream) {
    return Math.max(0, Math.min(2 * SILU_REACH - 1, stream + SILU_REACH));
  }

  /** What is added to a number to make it an index of {@link #silu}. */
  static int siluOffset() {
    return SILU_REACH;
  }

  /** Sines of the points of a turn, as large as activations can be. */
  static int[] sines() {
    int[] table = new int[TURN];
    for (int i = 0; i < TURN; i++) {
      table[i] = nearest(LARGEST * StrictMath.sin(2 * StrictMath.PI * i / TURN));
    }
    return table;
  }

  /** The index of a cosine among sines. */
  static int cosine(int turn) {
    return (turn + TURN / 4) % TURN;
  }

  /** How many log SNRs are told apart. */
  static int logSnrs() {
    return 2 * (LOG_SNR_LIMIT << LOG_SNR_BITS) + 1;
  }

  /** Where the table of {@link #waves} has a log SNR. */
  static int logSnrIndex(float logSnr) {
    float limited = Math.max(-LOG_SNR_LIMIT, Math.min(LOG_SNR_LIMIT, logSnr));
    return round(limited * (1 << LOG_SNR_BITS)) + (LOG_SNR_LIMIT << LOG_SNR_BITS);
  }

  /** The turns by which a wave goes on for one unit of log SNR: from a fortieth to one half. */
  static double frequency(int wave, int waves) {
    double share = (double) wave / Math.max(1, waves - 1);
    return StrictMath.pow(LOG_SNR_LIMIT, share) / (2 * LOG_SNR_LIMIT);
  }

  /** Sines, then cosines of a log SNR's waves, as activations; a row for each log SNR. */
  static int[][] waves(int waves) {
    int[][] table = new int[logSnrs()][2 * waves];
    for (int row = 0; row < table.length; row++) {
      double logSnr = (double) row / (1 << LOG_SNR_BITS) - LOG_SNR_LIMIT;
      for (int wave = 0; wave < waves; wave++) {
        double phase = 2 * StrictMath.PI * frequency(wave, waves) * logSnr;
        table[row][wave] = nearest(WAVE * StrictMath.sin(phase));
        table[row][waves + wave] = nearest(WAVE * StrictMath.cos(phase));
      }
    }
    return table;
  }

  /** The waves' amplitude as a real number. */
  static float waveAmplitude() {
    return (float) WAVE / (1 << ACTIVATION_BITS);
  }
}
