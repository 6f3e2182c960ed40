package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.Examples;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The share of conditional samples which a classifier takes for the class that was asked for. The
 * reference is its accuracy on held-out examples. Immutable; safe for many threads.
 */
@Description("the share of conditional samples that a classifier takes for the class asked for")
public final class ClassifierAccuracyMeasure implements Measure {

  private static final String KEY = "classifier_accuracy";

  /**
   * What a config can set.
   *
   * @param classifier the classifier's run
   * @param examples at most so many held-out examples for the reference
   * @param seed where their choice by chance begins
   */
  public record Options(
      @Description("folder of the classifier's run, which 'tweedie train-classifier' wrote")
          @NotBlank
          String classifier,
      @Description("at most so many held-out examples for the reference, chosen by chance")
          @Default("5000")
          @Min(Comparison.FEWEST)
          int examples,
      @Description("where choices by chance begin") @Default("1") long seed) {}

  private final Options options;
  private final Features features;

  /** With the classifier that the options name. */
  @Inject
  public ClassifierAccuracyMeasure(Options options, Resources resources) {
    this.options = options;
    features = Features.of(options.classifier(), resources);
  }

  @Override
  public Subject subject() {
    return Subject.SAMPLES;
  }

  @Override
  public List<String> keys() {
    return List.of(KEY);
  }

  @Override
  public List<Reading> of(Measured measured) {
    Batch samples = measured.samples();
    Comparison.check("samples", samples);
    Condition asked = measured.conditions();
    int[] labels = IntStream.range(0, samples.count()).map(asked::label).toArray();
    double[] right = right(samples, labels);
    if (right.length == 0) {
      throw new IllegalArgumentException(
          "No sample was asked to be of a class, so there is none to be recognised. Please take a model that is told classes, and guidance or a network that makes use of them.");
    }
    Examples held = measured.data().test();
    int[] chosen = Split.chosen(held, options.examples(), options.seed());
    double[] ofData =
        right(
            Split.read(measured.data(), held, chosen),
            Arrays.stream(chosen).map(held::label).toArray());
    return List.of(
        Means.reading(
            Reading.of(KEY, Means.of(right))
                .named("accuracy of the classes asked for")
                .withReference(Means.of(ofData)),
            right));
  }

  /** 1 or 0 for each example of a known class. */
  private double[] right(Batch examples, int[] labels) {
    Batch logProbabilities = features.of(examples);
    int classes = logProbabilities.shape().size();
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] != Condition.NONE)
        .mapToDouble(i -> largest(logProbabilities, i, classes) == labels[i] ? 1 : 0)
        .toArray();
  }

  private static int largest(Batch rows, int row, int classes) {
    int largest = 0;
    for (int k = 1; k < classes; k++) {
      if (rows.values()[row * classes + k] > rows.values()[row * classes + largest]) {
        largest = k;
      }
    }
    return largest;
  }
}
