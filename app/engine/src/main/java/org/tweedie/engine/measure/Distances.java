package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;

/** Euclidean distances between rows, in double precision. All cores share the rows. */
final class Distances {

  /** Rows between two looks at how far the work is. */
  private static final int BLOCK = 256;

  /** Dimensions after which a distance may be given up. */
  private static final int STRIDE = 64;

  private Distances() {}

  static double squared(Batch one, int i, Batch other, int j) {
    return squared(one, i, other, j, Double.POSITIVE_INFINITY);
  }

  /** The squared distance; once it is known to be above the limit, some number above the limit. */
  static double squared(Batch one, int i, Batch other, int j, double limit) {
    float[] x = one.values();
    float[] y = other.values();
    int size = one.shape().size();
    int p = i * size;
    int q = j * size;
    double sum = 0;
    for (int k = 0; k < size && sum <= limit; ) {
      for (int end = Math.min(size, k + STRIDE); k < end; k++) {
        double difference = (double) x[p + k] - y[q + k];
        sum += difference * difference;
      }
    }
    return sum;
  }

  /** The squared distance of each row to the nearest row of another set. */
  static double[] nearest(Batch rows, Batch others, IntConsumer progress) {
    int[] nearest = nearestRows(rows, others, progress);
    double[] squares = new double[rows.count()];
    Arrays.setAll(squares, i -> squared(rows, i, others, nearest[i]));
    return squares;
  }

  /** Which row of another set is the nearest to each row: the first of those that are. */
  static int[] nearestRows(Batch rows, Batch others, IntConsumer progress) {
    int[] nearest = new int[rows.count()];
    forEach(
        rows.count(),
        progress,
        i -> {
          double least = Double.POSITIVE_INFINITY;
          for (int j = 0; j < others.count(); j++) {
            double square = squared(rows, i, others, j, least);
            if (square < least) {
              least = square;
              nearest[i] = j;
            }
          }
        });
    return nearest;
  }

  /** Does something for each of {@code count} rows, on all cores, and tells how many are done. */
  static void forEach(int count, IntConsumer progress, IntConsumer work) {
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      IntStream.range(from, to).parallel().forEach(work);
      progress.accept(to);
    }
  }
}
