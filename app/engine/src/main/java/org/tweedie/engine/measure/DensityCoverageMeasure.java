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
 * Density, in how many of the data's balls to their k-th nearest neighbour a sample lies, over k;
 * and coverage, the share of these balls that hold a sample (Naeem et al., arXiv 2002.09797).
 * Immutable; safe for many threads.
 */
@Description(
    "density and coverage: how crowded with samples the data's surroundings are, and how many hold one")
public final class DensityCoverageMeasure implements SampleMeasure {

  private static final String DENSITY = "density";
  private static final String COVERAGE = "coverage";

  /**
   * What a config can set.
   *
   * @param neighbours k
   * @param with what samples are compared with
   */
  public record Options(
      @Description("nearest neighbour to which balls reach") @Default("5") @Positive @Max(9)
          int neighbours,
      @Included ComparisonOptions with) {}

  private final int k;
  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public DensityCoverageMeasure(Options options, Resources resources) {
    k = options.neighbours();
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(DENSITY), comparison.features().key(COVERAGE));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    Batch data = sets.data();
    IntConsumer progress = measured.progress("Density", "examples", data.count());
    double[] radii = Neighbourhoods.squaredRadii(data, k, progress);
    double[] dense = dense(sets.samples(), data, radii, measured);
    Reading density =
        Means.reading(
            comparison.reading(DENSITY, "density (k = %d)".formatted(k), Means.of(dense)), dense);
    Halves halves = comparison.halves(sets.samples().count());
    IntConsumer rest = measured.progress("Coverage", "examples", data.count());
    Met met = covered(sets.samples(), data, radii, halves, rest);
    Reading coverage =
        comparison
            .reading(COVERAGE, "coverage (k = %d)".formatted(k), Means.of(met.values()))
            .withStandardError(Halves.error(met.shares(halves)))
            .withExamples(met.values())
            .moreIsBetter();
    return sets.others()
        .map(
            others ->
                List.of(
                    density.withReference(Means.of(dense(others, data, radii, measured))),
                    coverage.withReference(
                        Means.of(covered(others, data, radii, Halves.NONE, done -> {}).values()))))
        .orElse(List.of(density, coverage));
  }

  private double[] dense(Batch samples, Batch data, double[] radii, Measured measured) {
    IntConsumer progress = measured.progress("Density of samples", "samples", samples.count());
    int[] balls = Neighbourhoods.balls(data, radii, samples, progress);
    return Arrays.stream(balls).mapToDouble(count -> (double) count / k).toArray();
  }

  private static Met covered(
      Batch samples, Batch data, double[] radii, Halves halves, IntConsumer progress) {
    Reach reach =
        new Reach() {
          @Override
          public double squared(int example, int sample, int which) {
            return radii[example];
          }

          @Override
          public double largest(int example, int sample) {
            return radii[example];
          }
        };
    return Met.of(data, samples, reach, halves, progress);
  }
}
