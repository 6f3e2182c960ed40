package org.tweedie.engine.chain;

import java.util.Arrays;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/**
 * The decoder of quantised data, {@code p(x | z_1)}: each dimension on its own, {@code p(v)}
 * proportional to {@code exp(-((v - mean) / deviation)^2 / 2)} over the K values v that data can
 * take (Kingma et al., arXiv 2107.00630, section 3.3). With two levels it is a Bernoulli
 * distribution. The arrays are taken over, not copied, and not to be written to.
 *
 * @param shape the shape of one example
 * @param levels the values
 * @param mean a number for each dimension, one example after the other, in the model's scale
 * @param deviation a number above 0 for each
 */
public record LevelSoftmax(DataShape shape, Levels levels, double[] mean, double[] deviation) {

  /**
   * Terms below exp(-TAIL) of the largest are left out of the sum: less than 256 of them weigh less
   * than a rounding error.
   */
  private static final double TAIL = 45;

  /** Levels whose probability is less than this share of the largest move no mean. */
  private static final double NOTHING = 1e-12;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the arrays do not make whole examples, or differ in length
   */
  public LevelSoftmax {
    if (mean.length != deviation.length || mean.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%d means and %d deviations do not make whole examples of shape %s"
              .formatted(mean.length, deviation.length, shape));
    }
  }

  /**
   * Of two levels, the upper one with probability {@code sigmoid(logit)}.
   *
   * @param logits a number for each dimension, one example after the other
   */
  public static LevelSoftmax bernoulli(DataShape shape, double[] logits) {
    // The two values lie at -1/2 and 1/2.
    double[] ones = new double[logits.length];
    Arrays.fill(ones, 1);
    return new LevelSoftmax(shape, new Levels(2), logits, ones);
  }

  /** Of how many examples. */
  public int count() {
    return mean.length / shape.size();
  }

  /**
   * Minus log p(x) of each example, in nats.
   *
   * @param x as many examples in the model's scale
   */
  public double[] nats(Batch x) {
    double[] nats = new double[count()];
    int size = shape.size();
    for (int k = 0; k < mean.length; k++) {
      nats[k / size] += nats(levels.level(x.values()[k]), mean[k], deviation[k], levels);
    }
    return nats;
  }

  /** The most probable levels' values. */
  public Batch mostLikely() {
    float[] values = new float[mean.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = levels.value(levels.level(mean[k]));
    }
    return Batch.of(shape, values);
  }

  /**
   * The means, each as the value of the nearest level: of all guesses the ones with the least
   * squared error. Where a deviation is wide the mean lies far from the most probable level, as of
   * pixels that are black more often than anything else.
   */
  public Batch expected() {
    float[] values = new float[mean.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = levels.value(expected(mean[k], deviation[k], levels));
    }
    return Batch.of(shape, values);
  }

  /**
   * From the most probable level on, downwards and upwards: the ratio of two neighbours changes by
   * the same factor from each to the next, so nothing but the first has to be exponentiated.
   */
  private static int expected(double mean, double deviation, Levels levels) {
    int most = levels.level(mean);
    double spacing = 2.0 / levels.count();
    double bend = Math.exp(-spacing * spacing / (deviation * deviation));
    double sum = 1;
    double moment = 0;
    for (int way : new int[] {-1, 1}) {
      double ratio =
          Math.exp(
              exponent(levels.value(most) + way * spacing, mean, deviation)
                  - exponent(levels.value(most), mean, deviation));
      double weight = ratio;
      for (int level = most + way;
          level >= 0 && level < levels.count() && weight > NOTHING;
          level += way) {
        sum += weight;
        moment += weight * (level - most);
        ratio *= bend;
        weight *= ratio;
      }
    }
    return (int) Math.rint(most + moment / sum);
  }

  /** Minus log p of one dimension's level, in nats. */
  public static double nats(int own, double mean, double deviation, Levels levels) {
    if (levels.isBinary()) {
      double logit = mean / (deviation * deviation);
      double against = own == 0 ? logit : -logit;
      return Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
    }
    double spacing = 2.0 / levels.count();
    double reach =
        Math.ceil(Math.sqrt(2 * TAIL) * deviation / spacing)
            + Math.abs(mean - levels.value(own)) / spacing
            + 1;
    int from = (int) Math.max(0, own - reach);
    int to = (int) Math.min(levels.count() - 1, own + reach);
    double sum = 0;
    double exponent = exponent(levels.value(own), mean, deviation);
    double largest = exponent;
    for (int level = from; level <= to; level++) {
      largest = Math.max(largest, exponent(levels.value(level), mean, deviation));
    }
    for (int level = from; level <= to; level++) {
      sum += Math.exp(exponent(levels.value(level), mean, deviation) - largest);
    }
    return Math.log(sum) + largest - exponent;
  }

  private static double exponent(double value, double mean, double deviation) {
    double distance = (value - mean) / deviation;
    return -distance * distance / 2;
  }
}
