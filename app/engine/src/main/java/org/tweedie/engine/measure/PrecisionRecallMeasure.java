package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.measure.Neighbourhoods.Met;
import org.tweedie.engine.measure.Neighbourhoods.Reach;

/**
 * Precision, the share of samples that lie among the data, and recall, the share of the data that
 * lie among the samples: within a ball to the k-th nearest neighbour of one of them (Kynkaanniemi
 * et al., arXiv 1904.06991). Immutable; safe for many threads.
 */
@Description(
    "precision and recall: shares of samples among the data, and of data among the samples")
public final class PrecisionRecallMeasure implements SampleMeasure {

  private static final String PRECISION = "precision";
  private static final String RECALL = "recall";

  /**
   * What a config can set.
   *
   * @param neighbours k
   * @param with what samples are compared with
   */
  public record Options(
      @Description("nearest neighbour to which balls reach") @Default("3") @Positive @Max(9)
          int neighbours,
      @Included ComparisonOptions with) {}

  private final int k;
  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public PrecisionRecallMeasure(Options options, Resources resources) {
    k = options.neighbours();
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(PRECISION), comparison.features().key(RECALL));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    Batch data = sets.data();
    IntConsumer progress = measured.progress("Precision", "examples", data.count());
    double[] radii = Neighbourhoods.squaredRadii(data, k, progress);
    double[] precise = precise(sets.samples(), data, radii, measured);
    Reading precision =
        Means.reading(
            comparison.reading(PRECISION, "precision (k = %d)".formatted(k), Means.of(precise)),
            precise);
    Halves halves = comparison.halves(sets.samples().count());
    Met met = recalled(sets.samples(), data, halves, measured);
    Reading recall =
        comparison
            .reading(RECALL, "recall (k = %d)".formatted(k), Means.of(met.values()))
            .withStandardError(Halves.error(met.shares(halves)))
            .withExamples(met.values())
            .moreIsBetter();
    return sets.others()
        .map(
            others ->
                List.of(
                    precision.withReference(Means.of(precise(others, data, radii, measured))),
                    recall.withReference(
                        Means.of(recalled(others, data, Halves.NONE, measured).values()))))
        .orElse(List.of(precision, recall));
  }

  private static double[] precise(Batch samples, Batch data, double[] radii, Measured measured) {
    IntConsumer progress = measured.progress("Precision of samples", "samples", samples.count());
    int[] balls = Neighbourhoods.balls(data, radii, samples, progress);
    return Arrays.stream(balls).mapToDouble(count -> count > 0 ? 1 : 0).toArray();
  }

  private Met recalled(Batch samples, Batch data, Halves halves, Measured measured) {
    IntConsumer progress = measured.progress("Recall", "examples", samples.count() + data.count());
    double[][] radii = Neighbourhoods.squaredRadii(samples, k, halves, progress);
    double[] largest = new double[samples.count()];
    for (double[] some : radii) {
      Arrays.setAll(largest, j -> Math.max(largest[j], some[j]));
    }
    Reach reach =
        new Reach() {
          @Override
          public double squared(int example, int sample, int which) {
            return radii[which][sample];
          }

          @Override
          public double largest(int example, int sample) {
            return largest[sample];
          }
        };
    return Met.of(data, samples, reach, halves, done -> progress.accept(samples.count() + done));
  }
}
