package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.SeededNoise;

/**
 * The sliced 2-Wasserstein distance of two sets as distributions of equal weights (N. Bonneel et
 * al., "Sliced and Radon Wasserstein barycenters of measures", 2015): the root of the mean, over
 * directions, of the squared distance of the sets' shadows. A shift by v in d dimensions makes it
 * {@code |v| / sqrt(d)}.
 *
 * @param value between the sets
 * @param halves for each cut of the first set, between each half and the second set
 */
record SlicedWasserstein(double value, double[][] halves) {

  /**
   * Directions of length 1: in the plane evenly over a half circle, where what depends on a
   * direction's squared cosine is averaged exactly; else by chance, the same for the same seed.
   *
   * @return as many rows as were asked for
   */
  static double[][] directions(DataShape shape, int count, long seed) {
    double[][] directions = new double[count][shape.size()];
    Batch normal = new SeededNoise(seed, 0, count, shape).draw(0);
    for (int i = 0; i < count; i++) {
      if (shape.size() == 2) {
        double angle = Math.PI * i / count;
        directions[i][0] = Math.cos(angle);
        directions[i][1] = Math.sin(angle);
      } else {
        float[] drawn = normal.example(i);
        double length =
            Math.sqrt(IntStream.range(0, drawn.length).mapToDouble(k -> drawn[k] * drawn[k]).sum());
        Arrays.setAll(directions[i], k -> drawn[k] / length);
      }
    }
    return directions;
  }

  static SlicedWasserstein between(
      Batch one, Batch other, double[][] directions, Halves halves, IntConsumer progress) {
    double[] squares = new double[directions.length];
    double[][][] ofHalves = new double[directions.length][halves.cuts()][2];
    Distances.forEach(
        directions.length,
        progress,
        k -> {
          double[] shadow = shadow(one, directions[k]);
          double[] theirs = shadow(other, directions[k]);
          Arrays.sort(theirs);
          int[] order =
              IntStream.range(0, shadow.length)
                  .boxed()
                  .sorted(Comparator.comparingDouble(i -> shadow[i]))
                  .mapToInt(i -> i)
                  .toArray();
          squares[k] =
              squaredWasserstein(
                  Arrays.stream(order).mapToDouble(i -> shadow[i]).toArray(), theirs);
          for (int cut = 0; cut < halves.cuts(); cut++) {
            for (int half = 0; half < 2; half++) {
              int c = cut;
              int h = half;
              double[] some =
                  Arrays.stream(order)
                      .filter(i -> halves.half(c, i) == h)
                      .mapToDouble(i -> shadow[i])
                      .toArray();
              ofHalves[k][cut][half] = squaredWasserstein(some, theirs);
            }
          }
        });
    double[][] roots = new double[halves.cuts()][2];
    for (int cut = 0; cut < roots.length; cut++) {
      for (int half = 0; half < 2; half++) {
        int c = cut;
        int h = half;
        roots[cut][half] = root(Arrays.stream(ofHalves).mapToDouble(all -> all[c][h]).toArray());
      }
    }
    return new SlicedWasserstein(root(squares), roots);
  }

  private static double root(double[] squares) {
    return Math.sqrt(Arrays.stream(squares).average().orElseThrow());
  }

  private static double[] shadow(Batch rows, double[] direction) {
    double[] shadow = new double[rows.count()];
    for (int i = 0; i < shadow.length; i++) {
      for (int k = 0; k < direction.length; k++) {
        shadow[i] += direction[k] * rows.values()[i * direction.length + k];
      }
    }
    return shadow;
  }

  /** Between sorted numbers: the mean squared difference of their quantiles. */
  static double squaredWasserstein(double[] one, double[] other) {
    double sum = 0;
    double reached = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      // Compared as whole numbers, since quotients of different counts do not meet exactly.
      long endOfOne = (long) (i + 1) * other.length;
      long endOfOther = (long) (j + 1) * one.length;
      double end = (double) Math.min(endOfOne, endOfOther) / ((double) one.length * other.length);
      double difference = one[i] - other[j];
      sum += (end - reached) * difference * difference;
      reached = end;
      if (endOfOne <= endOfOther) {
        i++;
      }
      if (endOfOther <= endOfOne) {
        j++;
      }
    }
    return sum;
  }
}
