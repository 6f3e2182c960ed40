package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Times at which a schedule is looked at, and differences there. */
final class Times {

  private Times() {}

  /** The five-point central difference. */
  static double derivative(DoubleUnaryOperator function, double t) {
    double h = step(t);
    return (8 * (function.applyAsDouble(t + h) - function.applyAsDouble(t - h))
            - (function.applyAsDouble(t + 2 * h) - function.applyAsDouble(t - 2 * h)))
        / (12 * h);
  }

  /** Small beside the distance to the ends, where the log SNR may be infinite. */
  static double step(double t) {
    return Math.min(1e-4, Math.min(t, 1 - t) / 100);
  }

  /** Zero where both are the same infinity. */
  static double relativeDifference(double value, double expected) {
    return value == expected ? 0 : Math.abs(value - expected) / Math.max(1, Math.abs(expected));
  }

  /** Steps of many lengths all over the unit interval; none starts or ends at an infinite end. */
  static List<double[]> pairs() {
    return DoubleStream.of(0.001, 0.05, 0.2, 0.45, 0.7, 0.89)
        .boxed()
        .flatMap(s -> DoubleStream.of(0.01, 0.1).mapToObj(length -> new double[] {s, s + length}))
        .toList();
  }

  /** All over the interval, but at no simple fraction, where a table may have a kink. */
  static double[] slopeTimes() {
    double[] small = {1e-6, 1e-5, 1e-4, 1.1e-3};
    return Stream.of(
            Arrays.stream(small),
            Arrays.stream(small).map(t -> 1 - t),
            Arrays.stream(interior(100)).map(t -> t - 0.00382))
        .flatMapToDouble(times -> times)
        .toArray();
  }

  static double[] interior(int n) {
    return IntStream.range(1, n).mapToDouble(i -> (double) i / n).toArray();
  }

  static double[] allTimes() {
    double[] small = {1e-12, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4};
    return Stream.of(
            DoubleStream.of(0, 1),
            Arrays.stream(small),
            Arrays.stream(small).map(t -> 1 - t),
            Arrays.stream(interior(1000)))
        .flatMapToDouble(times -> times)
        .sorted()
        .toArray();
  }
}
