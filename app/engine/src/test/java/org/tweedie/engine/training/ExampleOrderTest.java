package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleOrderTest {

  private static int[] calculated(int size, long seed) {
    IntUnaryOperator order = ExampleOrder.order(size, new SplittableRandom(seed), 0);
    return IntStream.range(0, size).map(order).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 17, 255, 256, 257, 1000, 65_537})
  void everyExampleComesOnceInAnEpoch(int size) {
    int[] all = IntStream.range(0, size).toArray();
    for (long seed = 0; seed < 5; seed++) {
      assertThat(IntStream.of(calculated(size, seed)).sorted().toArray()).isEqualTo(all);
    }
    ExampleOrder order = new ExampleOrder(size, new StepRandoms(3));
    for (long epoch = 0; epoch < 3; epoch++) {
      long begin = epoch * size;
      assertThat(IntStream.range(0, size).map(i -> order.at(begin + i)).sorted().toArray())
          .isEqualTo(all);
    }
  }

  /** A training that goes on in the middle of an epoch sees what it would have seen. */
  @Test
  void aPlaceAloneSettlesTheExample() {
    ExampleOrder one = new ExampleOrder(100, new StepRandoms(3));
    int[] inTurn = IntStream.range(0, 300).map(one::at).toArray();
    for (int place : new int[] {299, 0, 150, 149, 100, 99}) {
      assertThat(new ExampleOrder(100, new StepRandoms(3)).at(place)).isEqualTo(inTurn[place]);
    }
    assertThat(new ExampleOrder(100, new StepRandoms(4)).at(0)).isNotEqualTo(inTurn[0]);
  }

  /**
   * Where an example comes tells nothing of where it lies: over 4,000 orders of 16 things each
   * thing comes first in a sixteenth of them, within five standard errors of a share, and
   * neighbours are as often in their order as not.
   */
  @Test
  void calculatedOrdersAreLikeShuffledOnes() {
    int orders = 4000;
    int[] first = new int[16];
    int inOrder = 0;
    for (int seed = 0; seed < orders; seed++) {
      int[] order = calculated(16, seed);
      first[order[0]]++;
      inOrder += order[7] < order[8] ? 1 : 0;
    }
    double error = Math.sqrt(orders / 16.0 * 15 / 16);
    for (int count : first) {
      assertThat((double) count).isBetween(250 - 5 * error, 250 + 5 * error);
    }
    assertThat((double) inOrder).isBetween(2000 - 5 * 31.7, 2000 + 5 * 31.7);
  }
}
