package org.tweedie.engine.training;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Which example comes when: in epochs, each in an order of its own, one after the other without a
 * break. Of very many examples the order is not written down but calculated, so it takes no more
 * than 16 MB. For one thread at a time.
 */
final class ExampleOrder {

  private static final int MOST_WRITTEN = 1 << 22;

  private final int size;
  private final StepRandoms randoms;
  private long epoch = -1;
  private IntUnaryOperator order = place -> place;

  ExampleOrder(int size, StepRandoms randoms) {
    this.size = size;
    this.randoms = randoms;
  }

  /** The index of the example at a position in all that the training sees. */
  int at(long position) {
    long wanted = position / size;
    if (wanted != epoch) {
      order = order(size, randoms.of(-1 - wanted), MOST_WRITTEN);
      epoch = wanted;
    }
    return order.applyAsInt((int) (position % size));
  }

  static IntUnaryOperator order(int size, SplittableRandom random, int mostWritten) {
    if (size > mostWritten) {
      KeyedPermutation calculated = new KeyedPermutation(size, random);
      return place -> (int) calculated.at(place);
    }
    int[] written = shuffled(size, random);
    return place -> written[place];
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
