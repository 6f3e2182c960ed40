package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * The Fréchet distance of samples from data, {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))}
 * (Dowson and Landau 1982; on features of an Inception network, which these are not, it is known as
 * FID: Heusel et al., arXiv 1706.08500). Immutable; safe for many threads.
 */
@Description(
    "Fréchet distance: between normal distributions of the means and covariances of samples and data")
public final class FrechetMeasure implements SampleMeasure {

  private static final String KEY = "frechet_distance";
  private static final double GIGA = 1 << 30;

  /**
   * What a config can set.
   *
   * @param with what samples are compared with
   */
  public record Options(@Included ComparisonOptions with) {}

  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public FrechetMeasure(Options options, Resources resources) {
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(KEY));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    FrechetDistance distance =
        between("Fréchet distance", sets.samples(), sets.data(), true, measured);
    Reading reading =
        comparison
            .reading(KEY, "Fréchet distance", distance.value())
            .withStandardError(distance.standardError())
            .lessIsBetter();
    return List.of(
        sets.others()
            .map(
                others -> between("Fréchet distance of data", others, sets.data(), false, measured))
            .map(floor -> reading.withReference(floor.value()))
            .orElse(reading));
  }

  private FrechetDistance between(
      String work, Batch one, Batch other, boolean withError, Measured measured) {
    long n = one.count();
    long m = other.count();
    long d = one.shape().size();
    checkMemory(n, m, d);
    int cost = (int) Math.max(1, FrechetDistance.cost(n, m, d, withError));
    IntConsumer progress = measured.progress(work, "billion operations", cost);
    long seed = comparison.options().seed();
    FrechetDistance distance = FrechetDistance.between(one, other, withError, seed, progress);
    progress.accept(cost);
    return distance;
  }

  /** What would end without memory after minutes is refused at once. */
  static void checkMemory(long n, long m, long d) {
    Runtime runtime = Runtime.getRuntime();
    double free = (double) runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    double needed = FrechetDistance.bytes(n, m, d);
    if (needed > free) {
      throw new IllegalArgumentException(
          "The Fréchet distance of %,d samples and %,d examples of %,d numbers needs %.1f GiB of Java's memory, of which %.1f are free. Please take fewer ('examples' of the measure, and fewer samples), the log probabilities of a classifier, or give Java more memory with its option -Xmx."
              .formatted(n, m, d, needed / GIGA, free / GIGA));
    }
  }
}
