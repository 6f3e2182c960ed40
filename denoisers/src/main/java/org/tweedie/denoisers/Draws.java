package org.tweedie.denoisers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.TimeDraw;

/** What distributions of times have in common. */
final class Draws {

  private Draws() {}

  /** Numbers that are each uniform on [0, 1) and together one in each of {@code count} strips. */
  static double[] spread(int count, RandomGenerator random) {
    double offset = random.nextDouble();
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> (offset + (double) i / count) % 1);
    return numbers;
  }

  /** Times of which each is as probable as any other. */
  static TimeDraw even(double[] times) {
    return new TimeDraw(times, ones(times.length), ones(times.length));
  }

  static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
