package org.tweedie.engine.measure;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An order by chance: examples may be ordered by class, or take the classes in turn, so that
 * neither the first ones nor every n-th are a fair choice.
 */
final class Shuffle {

  private Shuffle() {}

  /** The numbers 0 to count - 1 in another order (Fisher and Yates), the same for the same seed. */
  static int[] of(int count, long seed) {
    return of(count, new SplittableRandom(seed));
  }

  static int[] of(int count, SplittableRandom random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
