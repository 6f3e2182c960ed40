package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.tweedie.api.model.Batch;

/**
 * The energy distance {@code 2 E|X - Y| - E|X - X'| - E|Y - Y'|} of two sets as distributions of
 * equal weights (G. Szekely, M. Rizzo, "Energy statistics", 2013), which is zero for equal sets
 * only.
 *
 * @param value between the sets
 * @param halves for each cut of the first set, between each half and the second set
 */
record EnergyDistance(double value, double[][] halves) {

  static EnergyDistance between(Batch one, Batch other, Halves halves, IntConsumer progress) {
    int n = one.count();
    int m = other.count();
    double[] across = new double[n];
    // Row by row and in their order, so that sums do not depend on who was faster.
    double[] within = new double[n];
    double[][] withinHalf = new double[n][halves.cuts()];
    Distances.forEach(
        n,
        done -> progress.accept(done),
        i -> {
          for (int j = 0; j < m; j++) {
            across[i] += Math.sqrt(Distances.squared(one, i, other, j));
          }
          for (int j = 0; j < n; j++) {
            double distance = Math.sqrt(Distances.squared(one, i, one, j));
            within[i] += distance;
            for (int cut = 0; cut < halves.cuts(); cut++) {
              if (halves.half(cut, i) == halves.half(cut, j)) {
                withinHalf[i][cut] += distance;
              }
            }
          }
        });
    double[] theirs = new double[m];
    Distances.forEach(
        m,
        done -> progress.accept(n + done),
        i -> {
          for (int j = 0; j < m; j++) {
            theirs[i] += Math.sqrt(Distances.squared(other, i, other, j));
          }
        });
    double ofOther = mean(theirs) / m;
    double[][] ofHalves = new double[halves.cuts()][2];
    for (int cut = 0; cut < halves.cuts(); cut++) {
      for (int half = 0; half < 2; half++) {
        int[] members = halves.members(cut, half);
        int c = cut;
        double apart = mean(Arrays.stream(members).mapToDouble(i -> across[i]).toArray()) / m;
        double inside =
            mean(Arrays.stream(members).mapToDouble(i -> withinHalf[i][c]).toArray())
                / members.length;
        ofHalves[cut][half] = 2 * apart - inside - ofOther;
      }
    }
    return new EnergyDistance(2 * mean(across) / m - mean(within) / n - ofOther, ofHalves);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
