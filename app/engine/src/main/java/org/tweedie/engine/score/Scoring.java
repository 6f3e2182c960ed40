package org.tweedie.engine.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;

/**
 * Measures how near samples are to data.
 *
 * @param features what both are turned into
 */
public record Scoring(Features features) {

  /** Kynkaanniemi et al. (arXiv 1904.06991) take 3. */
  static final int PRECISION_NEIGHBOURS = 3;

  /** Naeem et al. (arXiv 2002.09797) take 5. */
  static final int DENSITY_NEIGHBOURS = 5;

  /** With fewer there is no neighbour to take, or no subset to cut. */
  public static final int FEWEST = 20;

  /**
   * The features that fit: pixels of images, coordinates of points.
   *
   * @param shape of one example
   */
  public static Scoring fitting(DataShape shape) {
    return new Scoring(shape.isImage() ? Features.pixels() : Features.coordinates());
  }

  /**
   * Measures.
   *
   * @param samples at least {@link #FEWEST}
   * @param data what they should be like, at least {@link #FEWEST}
   * @param others other examples of the data, as many as there are samples; empty if there are not
   *     so many
   * @throws DataException if there are too few of either, or a sample has values that are no
   *     numbers
   */
  public List<Score> of(Batch samples, Batch data, Optional<Batch> others) {
    check("samples", samples);
    check("examples of the data", data);
    double[][] fake = features.of(samples);
    double[][] real = features.of(data);
    List<Score> scores = measures(fake, real, samples.shape());
    if (others.isEmpty() || others.get().count() < FEWEST) {
      return scores;
    }
    List<Score> floors = measures(features.of(others.get()), real, samples.shape());
    return IntStream.range(0, scores.size())
        .mapToObj(
            i -> {
              Score score = scores.get(i);
              return new Score(
                  score.key(),
                  score.name(),
                  score.value(),
                  score.standardError(),
                  floors.get(i).value(),
                  score.lowerIsBetter());
            })
        .toList();
  }

  private static void check(String what, Batch batch) {
    if (batch.count() < FEWEST) {
      throw new DataException(
          "There are %d %s, which are too few to measure: it takes %d or more."
              .formatted(batch.count(), what, FEWEST));
    }
    int size = batch.shape().size();
    long broken =
        IntStream.range(0, batch.count())
            .filter(
                i ->
                    IntStream.range(i * size, (i + 1) * size)
                        .anyMatch(k -> !Float.isFinite(batch.values()[k])))
            .count();
    if (broken > 0) {
      throw new DataException(
          "%d of %d %s have values that are not finite, so there is nothing to measure."
              .formatted(broken, batch.count(), what));
    }
  }

  private static List<Score> measures(double[][] fake, double[][] real, DataShape shape) {
    List<Score> scores = new ArrayList<>();
    add(scores, "frechet_distance", "Fréchet distance", FrechetDistance.between(fake, real), true);
    KernelDistance kernel = KernelDistance.between(fake, real);
    scores.add(
        new Score(
            "kernel_distance",
            "kernel distance (cubic, unbiased)",
            kernel.value(),
            kernel.standardError(),
            Double.NaN,
            true));
    add(
        scores,
        "precision",
        "precision (k = %d)".formatted(PRECISION_NEIGHBOURS),
        Manifold.of(real, PRECISION_NEIGHBOURS).share(fake),
        false);
    add(
        scores,
        "recall",
        "recall (k = %d)".formatted(PRECISION_NEIGHBOURS),
        Manifold.of(fake, PRECISION_NEIGHBOURS).share(real),
        false);
    Manifold wider = Manifold.of(real, DENSITY_NEIGHBOURS);
    add(
        scores,
        "density",
        "density (k = %d)".formatted(DENSITY_NEIGHBOURS),
        wider.balls(fake) / DENSITY_NEIGHBOURS,
        false);
    add(
        scores,
        "coverage",
        "coverage (k = %d)".formatted(DENSITY_NEIGHBOURS),
        wider.covered(fake),
        false);
    if (shape.equals(DataShape.point(2))) {
      add(
          scores,
          "sliced_wasserstein",
          "sliced Wasserstein-2 distance",
          PlaneDistances.slicedWasserstein(fake, real),
          true);
      add(scores, "energy_distance", "energy distance", PlaneDistances.energy(fake, real), true);
    }
    return scores;
  }

  private static void add(
      List<Score> scores, String key, String name, double value, boolean lowerIsBetter) {
    scores.add(new Score(key, name, value, Double.NaN, Double.NaN, lowerIsBetter));
  }

  /** Examples of a split, chosen by chance: as many as are asked for, or all. */
  public static Batch batch(Examples examples, DataShape shape, int count) {
    int[] chosen =
        Arrays.stream(Shuffle.of(examples.size()))
            .limit(Math.min(count, examples.size()))
            .sorted()
            .toArray();
    float[] values = new float[chosen.length * shape.size()];
    for (int i = 0; i < chosen.length; i++) {
      examples.read(chosen[i], values, i * shape.size());
    }
    return Batch.of(shape, values);
  }
}
