package org.tweedie.engine.average;

import java.util.Arrays;
import java.util.List;
import org.tweedie.api.training.WeightAverage;

/**
 * An average as it is after a step: a share of the weights after each step up to then, and of the
 * starting weights. The shares add up to 1.
 *
 * @param average whose shares; equal ones are reckoned once
 * @param step the last step, at least 1
 */
public record Profile(WeightAverage average, long step) {

  /** Checks. */
  public Profile {
    if (step < 1) {
      throw new IllegalArgumentException("there is no average after step " + step);
    }
  }

  /**
   * The inner products of profiles, each with each: the sums over steps of the products of shares.
   *
   * <p>No share is needed for that. With {@code d} and {@code e} the decays of two averages at a
   * step, their inner product becomes {@code d e} of what it was, plus {@code (1 - d)(1 - e)}; that
   * of an average with a profile that is over, {@code d} of what it was. So the costs are a pass
   * over the steps, and a pass over the profiles at the end of each. In the limit of many steps,
   * power averages have those of Karras et al. (arXiv 2312.02696, appendix C.3), for profiles of
   * exponents a, b after times {@code s <= t}
   *
   * <pre>
   * (a + 1)(b + 1) / (a + b + 1) s^b / t^(b + 1)
   * </pre>
   */
  static double[][] innerProducts(List<Profile> profiles) {
    List<WeightAverage> averages = profiles.stream().map(Profile::average).distinct().toList();
    long[] ends = profiles.stream().mapToLong(Profile::step).distinct().sorted().toArray();
    int[] whose = profiles.stream().mapToInt(it -> averages.indexOf(it.average)).toArray();
    double[][] products = new double[profiles.size()][profiles.size()];
    // Of averages with one another; before the first step all of them are the starting weights.
    double[][] growing = new double[averages.size()][averages.size()];
    Arrays.stream(growing).forEach(row -> Arrays.fill(row, 1));
    // Of profiles that are over with averages that go on.
    double[][] over = new double[profiles.size()][averages.size()];
    long step = 0;
    for (long end : ends) {
      double[] kept = new double[averages.size()];
      Arrays.fill(kept, 1);
      while (step < end) {
        step++;
        advance(averages, step, growing, kept);
      }
      for (int i = 0; i < over.length; i++) {
        for (int a = 0; a < kept.length; a++) {
          over[i][a] *= kept[a];
        }
      }
      for (int i = 0; i < over.length; i++) {
        if (profiles.get(i).step == end) {
          over[i] = growing[whose[i]].clone();
        }
      }
      for (int i = 0; i < over.length; i++) {
        for (int j = 0; j < over.length; j++) {
          if (profiles.get(i).step <= end && profiles.get(j).step == end) {
            products[i][j] = over[i][whose[j]];
            products[j][i] = products[i][j];
          }
        }
      }
    }
    return products;
  }

  private static void advance(
      List<WeightAverage> averages, long step, double[][] growing, double[] kept) {
    double[] decays = averages.stream().mapToDouble(average -> average.decay(step)).toArray();
    for (int a = 0; a < decays.length; a++) {
      kept[a] *= decays[a];
      for (int b = 0; b < decays.length; b++) {
        growing[a][b] = decays[a] * decays[b] * growing[a][b] + (1 - decays[a]) * (1 - decays[b]);
      }
    }
  }
}
