package org.tweedie.engine.measure;

import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;

/**
 * How samples are compared with data.
 *
 * @param options with what
 * @param features on which features
 */
record Comparison(ComparisonOptions options, Features features) {

  /** With fewer there is no neighbour to take, or no subset to cut. */
  static final int FEWEST = 20;

  /** Random halves of the samples that tell a standard error. */
  static final int CUTS = 20;

  static Comparison of(ComparisonOptions options, Resources resources) {
    return new Comparison(options, Features.of(options.on().classifier(), resources));
  }

  /**
   * The sets, as rows of features.
   *
   * @param samples the samples
   * @param data what they should be like
   * @param others as many other examples of the data's other split as there are samples: what they
   *     have in the samples' place is about what a perfect model would have. Empty where there are
   *     too few
   */
  record Sets(Batch samples, Batch data, Optional<Batch> others) {}

  /**
   * Reads and checks.
   *
   * @throws IllegalArgumentException in words, if there are too few of either or a sample has
   *     values that are no numbers
   */
  Sets of(Measured measured) {
    Batch samples = measured.samples();
    check("samples", samples);
    Batch data = options.split().some(measured.data(), options.some().examples(), options.seed());
    check("examples of the data", data);
    Split split = options.split().other();
    boolean enough = split.of(measured.data()).size() >= samples.count();
    return new Sets(
        features.of(samples),
        features.of(data),
        enough
            ? Optional.of(features.of(split.some(measured.data(), samples.count(), options.seed())))
            : Optional.empty());
  }

  Halves halves(int samples) {
    return Halves.of(samples, CUTS, options.seed());
  }

  /** A reading whose key and name tell the features. */
  Reading reading(String key, String name, double value) {
    return Reading.of(features.key(key), value).named(features.name(name));
  }

  static void check(String what, Batch batch) {
    if (batch.count() < FEWEST) {
      throw new IllegalArgumentException(
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
      throw new IllegalArgumentException(
          "%d of %d %s have values that are not finite, so there is nothing to measure."
              .formatted(broken, batch.count(), what));
    }
  }
}
