package org.tweedie.engine.measure;

import java.util.SplittableRandom;

/**
 * Samples cut into two halves by chance, again and again: how far the halves' values are apart
 * tells the standard error of the value of all (half-sampling: the delete-d jackknife of J. Shao
 * and C. Wu, "A general theory for jackknife variance estimation", 1989, with d of half the
 * samples). Of a mean, the squared error is exactly {@code s^2 / n} in expectation.
 *
 * <p>A bootstrap would have samples more than once, which for what looks at neighbours, or has
 * fewer samples than dimensions, is another question: a sample's nearest neighbour would be itself.
 *
 * @param firsts for each cut and sample, whether it is in the first half
 */
record Halves(boolean[][] firsts) {

  /** No cuts, where no standard error is asked for. */
  static final Halves NONE = new Halves(new boolean[0][0]);

  /** Cuts of {@code count} samples, the same for the same seed. */
  static Halves of(int count, int cuts, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[][] firsts = new boolean[cuts][count];
    for (boolean[] first : firsts) {
      int[] order = Shuffle.of(count, random);
      for (int i = 0; i < count / 2; i++) {
        first[order[i]] = true;
      }
    }
    return new Halves(firsts);
  }

  int cuts() {
    return firsts.length;
  }

  /** 0 or 1: the half of a cut that a sample is in. */
  int half(int cut, int sample) {
    return firsts[cut][sample] ? 0 : 1;
  }

  /** The samples of a half, in their order. */
  int[] members(int cut, int half) {
    int count = 0;
    for (int i = 0; i < firsts[cut].length; i++) {
      count += half(cut, i) == half ? 1 : 0;
    }
    int[] members = new int[count];
    for (int i = 0, k = 0; i < firsts[cut].length; i++) {
      if (half(cut, i) == half) {
        members[k++] = i;
      }
    }
    return members;
  }

  /**
   * The standard error.
   *
   * @param values for each cut the values of both halves
   */
  static double error(double[][] values) {
    double sum = 0;
    for (double[] cut : values) {
      double difference = cut[0] - cut[1];
      sum += difference * difference / 4;
    }
    return Math.sqrt(sum / values.length);
  }
}
