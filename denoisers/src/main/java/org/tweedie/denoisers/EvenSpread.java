package org.tweedie.denoisers;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random numbers that lie evenly over the unit interval. */
final class EvenSpread {

  private EvenSpread() {}

  /** Numbers that are each uniform on [0, 1) and together one in each of {@code count} strips. */
  static double[] numbers(int count, RandomGenerator random) {
    double offset = random.nextDouble();
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> (offset + (double) i / count) % 1);
    return numbers;
  }
}
