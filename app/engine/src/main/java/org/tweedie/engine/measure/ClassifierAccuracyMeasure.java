package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.data.Examples;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * The share of conditional samples which a classifier takes for the class that was asked for: a run
 * of {@code train-classifier}, or else the nearest training example, whose class a sample is taken
 * to be of (Cover and Hart 1967). That needs no other run, and is good where classes lie apart in
 * the data themselves; samples learned by heart are always right by it, so it goes with a measure
 * of those. The reference is the classifier's accuracy on held-out examples. Immutable; safe for
 * many threads.
 */
@Description("the share of conditional samples that a classifier takes for the class asked for")
public final class ClassifierAccuracyMeasure implements SampleMeasure {

  private static final String KEY = "classifier_accuracy";

  /**
   * What a config can set.
   *
   * @param classifier the classifier's run; empty for the nearest training example
   * @param some how many held-out examples tell the reference
   */
  public record Options(
      @Description(
              "folder of the classifier's run, which 'tweedie train-classifier' wrote; empty: the"
                  + " class of the nearest training example")
          @Default("\"\"")
          @NotNull
          String classifier,
      @Included ExampleOptions some) {}

  private final Options options;
  private final Features features;

  /** With the classifier that the options name, if they do. */
  @Inject
  public ClassifierAccuracyMeasure(Options options, Resources resources) {
    this.options = options;
    features = Features.of(options.classifier(), resources);
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
    if (Arrays.stream(labels).allMatch(label -> label == Condition.NONE)) {
      throw new IllegalArgumentException(
          "No sample was asked to be of a class, so there is none to be recognised. Please take a model that is told classes, and guidance or a network that makes use of them.");
    }
    Examples held = measured.data().test();
    int[] chosen = Split.chosen(held, options.some().examples(), options.some().seed());
    int[] own = Arrays.stream(chosen).map(held::label).toArray();
    Batch examples = Split.read(measured.data(), held, chosen);
    Function<Batch, int[]> classifier = classifier(measured, samples.count() + chosen.length);
    double[] right = right(classifier.apply(samples), labels);
    double[] ofData = right(classifier.apply(examples), own);
    return List.of(
        Means.reading(
            Reading.of(KEY, Means.of(right))
                .named("accuracy of the classes asked for")
                .withReference(Means.of(ofData)),
            right));
  }

  /** Takes each example for one of the classes. */
  private Function<Batch, int[]> classifier(Measured measured, int total) {
    if (!options.classifier().isEmpty()) {
      return examples -> {
        Batch logProbabilities = features.of(examples);
        int classes = logProbabilities.shape().size();
        return IntStream.range(0, examples.count())
            .map(i -> largest(logProbabilities, i, classes))
            .toArray();
      };
    }
    Examples train = measured.data().train();
    int[] known =
        IntStream.range(0, train.size()).filter(i -> train.label(i) != Condition.NONE).toArray();
    if (known.length == 0) {
      throw new IllegalArgumentException(
          "No training example has a class, so the nearest one tells none. Please name a classifier's run.");
    }
    Batch learned = Split.read(measured.data(), train, known);
    IntConsumer progress = measured.progress("Nearest training examples", "examples", total);
    int[] before = {0};
    return examples -> {
      int[] nearest =
          Distances.nearestRows(examples, learned, done -> progress.accept(before[0] + done));
      before[0] += examples.count();
      return Arrays.stream(nearest).map(row -> train.label(known[row])).toArray();
    };
  }

  /** 1 or 0 for each example of a known class. */
  private static double[] right(int[] taken, int[] labels) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] != Condition.NONE)
        .mapToDouble(i -> taken[i] == labels[i] ? 1 : 0)
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
