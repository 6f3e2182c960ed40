package org.tweedie.study.report;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap of a mean (Efron and Tibshirani, "An Introduction to the Bootstrap",
 * 1993, section 13.3): the interval between two quantiles of the means of resamples.
 *
 * <p>Of few numbers all n^n resamples are taken, which is exact; of more, {@value #RESAMPLES} are
 * drawn from a fixed seed, so that a report that is made again is the same.
 */
final class Bootstrap {

  /** How many resamples are drawn where not all are taken. */
  static final int RESAMPLES = 10_000;

  /** Resamples of seeds and examples at once, each of which costs a pass over all values. */
  static final int RESAMPLES_OF_BOTH = 2_000;

  /** Up to 6^6 = 46,656 resamples are all taken. */
  static final int ALL_UP_TO = 6;

  private static final long SEED = 1;

  private Bootstrap() {}

  /**
   * The interval of the mean.
   *
   * @param values at least one
   * @param coverage what it is meant to cover, as in 0.95
   * @return its lower and its upper end
   */
  static Interval mean(List<Double> values, double coverage) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    return middle(numbers.length <= ALL_UP_TO ? all(numbers) : drawn(numbers), coverage);
  }

  /**
   * The interval of the mean over seeds and examples, which are both drawn anew, independently of
   * one another (the pigeonhole bootstrap: Owen, Annals of Applied Statistics 1, 2007). An example
   * that is drawn is taken of every seed: all seeds measure the same examples, so that drawing them
   * for each seed by itself would make their chance too small by the number of seeds. Where they
   * are not the same, as samples are not, it makes no difference on average.
   *
   * @param values a row a seed, each of equally many examples
   * @param coverage what it is meant to cover
   */
  static Interval mean(double[][] values, double coverage) {
    SplittableRandom random = new SplittableRandom(SEED);
    int examples = values[0].length;
    double[] means = new double[RESAMPLES_OF_BOTH];
    int[] times = new int[examples];
    for (int resample = 0; resample < means.length; resample++) {
      Arrays.fill(times, 0);
      for (int i = 0; i < examples; i++) {
        times[random.nextInt(examples)]++;
      }
      double sum = 0;
      for (int seed = 0; seed < values.length; seed++) {
        double[] row = values[random.nextInt(values.length)];
        for (int i = 0; i < examples; i++) {
          sum += times[i] * row[i];
        }
      }
      means[resample] = sum / values.length / examples;
    }
    return middle(means, coverage);
  }

  /**
   * As many means are left out at one end as at the other. The sum absorbs what rounding may take
   * off a product that is whole.
   */
  private static Interval middle(double[] means, double coverage) {
    Arrays.sort(means);
    int out = (int) Math.floor((1 - coverage) / 2 * means.length + 1e-9);
    return new Interval(means[out], means[means.length - 1 - out]);
  }

  private static double[] all(double[] values) {
    int n = values.length;
    double[] means = new double[(int) Math.round(Math.pow(n, n))];
    for (int resample = 0; resample < means.length; resample++) {
      double sum = 0;
      for (int digit = 0, rest = resample; digit < n; digit++, rest /= n) {
        sum += values[rest % n];
      }
      means[resample] = sum / n;
    }
    return means;
  }

  private static double[] drawn(double[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[resample] = sum / values.length;
    }
    return means;
  }
}
