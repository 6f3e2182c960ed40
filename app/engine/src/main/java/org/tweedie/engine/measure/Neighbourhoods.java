package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.tweedie.api.model.Batch;

/**
 * What a set covers: the balls around its rows that reach to the k-th nearest neighbour of each,
 * their surface included. Distances are squared throughout.
 */
final class Neighbourhoods {

  /** How many cuts into halves fit into the bits of a number, with a bit for each half. */
  static final int MOST_CUTS = Long.SIZE / 2;

  private Neighbourhoods() {}

  /**
   * The squared radius of each row's ball.
   *
   * @param k at least 1 and below the number of rows
   */
  static double[] squaredRadii(Batch rows, int k, IntConsumer progress) {
    return squaredRadii(rows, k, Halves.NONE, progress)[0];
  }

  /**
   * The same, and for each cut the radii where only the rows of the same half are neighbours.
   *
   * @param k at least 1 and below the number of rows of a half
   * @return the radii among all rows, then those of each cut
   */
  static double[][] squaredRadii(Batch rows, int k, Halves halves, IntConsumer progress) {
    double[][] radii = new double[1 + halves.cuts()][rows.count()];
    Distances.forEach(
        rows.count(),
        progress,
        i -> {
          double[][] nearest = new double[radii.length][k];
          for (double[] some : nearest) {
            Arrays.fill(some, Double.POSITIVE_INFINITY);
          }
          for (int j = 0; j < rows.count(); j++) {
            if (j != i) {
              double distance = Distances.squared(rows, i, rows, j);
              insert(nearest[0], distance);
              for (int cut = 0; cut < halves.cuts(); cut++) {
                if (halves.half(cut, i) == halves.half(cut, j)) {
                  insert(nearest[cut + 1], distance);
                }
              }
            }
          }
          for (int which = 0; which < radii.length; which++) {
            radii[which][i] = nearest[which][k - 1];
          }
        });
    return radii;
  }

  /** Into ascending numbers, the largest of which falls out. */
  private static void insert(double[] nearest, double distance) {
    int at = nearest.length - 1;
    if (distance >= nearest[at]) {
      return;
    }
    while (at > 0 && nearest[at - 1] > distance) {
      nearest[at] = nearest[at - 1];
      at--;
    }
    nearest[at] = distance;
  }

  /** How many of the balls each row of another set lies in. */
  static int[] balls(Batch centres, double[] squaredRadii, Batch rows, IntConsumer progress) {
    int[] counts = new int[rows.count()];
    Distances.forEach(
        rows.count(),
        progress,
        j -> {
          for (int i = 0; i < centres.count(); i++) {
            double radius = squaredRadii[i];
            counts[j] += Distances.squared(rows, j, centres, i, radius) <= radius ? 1 : 0;
          }
        });
    return counts;
  }

  /** How far an example and a sample may be apart to meet, squared. */
  interface Reach {
    /**
     * The distance.
     *
     * @param which 0 among all samples, else 1 more than the cut among whose halves
     */
    double squared(int example, int sample, int which);

    /** At least the distances among all samples and among all halves. */
    double largest(int example, int sample);
  }

  /**
   * Which examples meet a sample.
   *
   * @param all whether each example meets one of all samples
   * @param marks for each example bits 2c and 2c + 1: whether it meets one of the halves of cut c
   */
  record Met(boolean[] all, long[] marks) {

    static Met of(Batch data, Batch samples, Reach reach, Halves halves, IntConsumer progress) {
      boolean[] all = new boolean[data.count()];
      long[] marks = new long[data.count()];
      Distances.forEach(
          data.count(),
          progress,
          i -> {
            for (int j = 0; j < samples.count(); j++) {
              double limit = reach.largest(i, j);
              double distance = Distances.squared(data, i, samples, j, limit);
              if (distance <= limit) {
                all[i] |= distance <= reach.squared(i, j, 0);
                for (int cut = 0; cut < halves.cuts(); cut++) {
                  if (distance <= reach.squared(i, j, cut + 1)) {
                    marks[i] |= 1L << (2 * cut + halves.half(cut, j));
                  }
                }
              }
            }
          });
      return new Met(all, marks);
    }

    /** 1 for each example that meets a sample, and 0 for the others. */
    double[] values() {
      double[] values = new double[all.length];
      Arrays.setAll(values, i -> all[i] ? 1 : 0);
      return values;
    }

    /** The share of examples that meet a sample of each half. */
    double[][] shares(Halves halves) {
      double[][] shares = new double[halves.cuts()][2];
      for (long mark : marks) {
        for (int cut = 0; cut < halves.cuts(); cut++) {
          for (int half = 0; half < 2; half++) {
            shares[cut][half] += (double) ((mark >>> (2 * cut + half)) & 1) / marks.length;
          }
        }
      }
      return shares;
    }
  }
}
