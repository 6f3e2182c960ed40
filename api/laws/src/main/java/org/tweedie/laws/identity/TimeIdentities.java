package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;

/**
 * What every distribution of times keeps: an average over its draws, divided by its density, is an
 * integral over time.
 *
 * @param times the distribution
 */
public record TimeIdentities(TimeDistribution times) {

  private static final int BATCHES = 400;
  private static final int COUNT = 64;

  /** One time of so many is left out at either end. */
  private static final int RARE = 200;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(timesAreWithinBounds(), densitiesIntegrate());
  }

  private TimeDraw draw(int batch) {
    return times.draw(COUNT, new SplittableRandom(batch), LossHistory.EMPTY);
  }

  /** Times in [0, 1], positive densities, weights that are not negative. */
  public Finding timesAreWithinBounds() {
    return Check.of("times lie in [0, 1], densities above 0, weights at least 0", "TimeDraw", "")
        .over(
            check -> {
              for (int batch = 0; batch < BATCHES; batch++) {
                TimeDraw draw = draw(batch);
                for (int i = 0; i < COUNT; i++) {
                  check.that(
                      draw.times()[i] >= 0
                          && draw.times()[i] <= 1
                          && draw.densities()[i] > 0
                          && draw.weights()[i] >= 0,
                      "within their bounds",
                      "a time of %s, a density of %s, a weight of %s"
                          .formatted(draw.times()[i], draw.densities()[i], draw.weights()[i]),
                      "in batch %s",
                      batch);
                }
              }
            });
  }

  /**
   * {@code E[1/p(t); a < t < b] = b - a}: by Monte Carlo, over batches. Other batches say between
   * which a and b there are nearly all times: beyond them a distribution may have so few that no
   * sample shows its mean.
   */
  public Finding densitiesIntegrate() {
    double[] others =
        IntStream.range(BATCHES, 2 * BATCHES)
            .boxed()
            .flatMapToDouble(batch -> Arrays.stream(draw(batch).times()))
            .sorted()
            .toArray();
    double from = others[others.length / RARE];
    double to = others[others.length - 1 - others.length / RARE];
    double[] means = new double[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      TimeDraw draw = draw(batch);
      for (int i = 0; i < COUNT; i++) {
        boolean within = draw.times()[i] > from && draw.times()[i] < to;
        means[batch] += within ? 1 / draw.densities()[i] / COUNT : 0;
      }
    }
    double mean = Arrays.stream(means).average().orElseThrow();
    double squares = Arrays.stream(means).map(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / (BATCHES - 1) / BATCHES);
    double tolerance = 4 * error + 2e-3;
    return Check.of(
            "E[1/p(t); a < t < b] = b - a over the times drawn",
            "TimeDraw",
            "%.2g".formatted(tolerance))
        .over(
            check ->
                check.near(
                    to - from,
                    mean,
                    tolerance,
                    "from %.4g to %.4g, over %d batches",
                    from,
                    to,
                    BATCHES));
  }
}
