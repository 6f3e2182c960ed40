package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * The squared maximum mean discrepancy of samples from data with a cubic kernel, unbiased
 * (Binkowski et al., arXiv 1801.01401). Immutable; safe for many threads.
 */
@Description("kernel distance: squared maximum mean discrepancy with a cubic kernel, unbiased")
public final class KernelMeasure implements SampleMeasure {

  private static final String KEY = "kernel_distance";

  /**
   * What a config can set.
   *
   * @param with what samples are compared with
   */
  public record Options(@Included ComparisonOptions with) {}

  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public KernelMeasure(Options options, Resources resources) {
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(KEY));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    long seed = comparison.options().seed();
    KernelDistance distance =
        between("Kernel distance", sets.samples(), sets.data(), seed, measured);
    Reading reading =
        comparison
            .reading(KEY, "kernel distance (cubic, unbiased)", distance.value())
            .withStandardError(distance.standardError())
            .lessIsBetter();
    return List.of(
        sets.others()
            .map(
                others ->
                    between("Kernel distance of data", others, sets.data(), seed, measured).value())
            .map(reading::withReference)
            .orElse(reading));
  }

  private static KernelDistance between(
      String work, Batch one, Batch other, long seed, Measured measured) {
    int subsets = KernelDistance.subsets(one.count(), other.count());
    return KernelDistance.between(one, other, seed, measured.progress(work, "subsets", subsets));
  }
}
