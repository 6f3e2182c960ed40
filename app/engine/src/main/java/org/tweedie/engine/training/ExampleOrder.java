package org.tweedie.engine.training;

import java.util.SplittableRandom;

/**
 * Which example comes when: in epochs, each in an order of its own, one after the other without a
 * break. For one thread at a time.
 */
final class ExampleOrder {

  private final int size;
  private final StepRandoms randoms;
  private long epoch = -1;
  private int[] order = {};

  ExampleOrder(int size, StepRandoms randoms) {
    this.size = size;
    this.randoms = randoms;
  }

  /** The index of the example at a position in all that the training sees. */
  int at(long position) {
    long wanted = position / size;
    if (wanted != epoch) {
      order = shuffled(size, randoms.of(-1 - wanted));
      epoch = wanted;
    }
    return order[(int) (position % size)];
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
