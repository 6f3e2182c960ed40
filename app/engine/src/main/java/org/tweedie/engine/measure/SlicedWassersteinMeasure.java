package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * The sliced 2-Wasserstein distance of samples from data: that of their shadows on lines, as the
 * root of the mean square over directions (Bonneel et al. 2015). In the plane directions are even,
 * else by chance. Immutable; safe for many threads.
 */
@Description("sliced Wasserstein-2 distance: of the shadows on lines, over directions")
public final class SlicedWassersteinMeasure implements SampleMeasure {

  private static final String KEY = "sliced_wasserstein";

  /**
   * What a config can set.
   *
   * @param directions how many lines
   * @param with what samples are compared with
   */
  public record Options(
      @Description("lines on which shadows fall") @Default("180") @Positive @Max(100_000)
          int directions,
      @Included ComparisonOptions with) {}

  private final int directions;
  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public SlicedWassersteinMeasure(Options options, Resources resources) {
    directions = options.directions();
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(KEY));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    Batch data = sets.data();
    double[][] lines =
        SlicedWasserstein.directions(data.shape(), directions, comparison.options().seed());
    IntConsumer progress = measured.progress("Wasserstein distance", "directions", directions);
    SlicedWasserstein distance =
        SlicedWasserstein.between(
            sets.samples(), data, lines, comparison.halves(sets.samples().count()), progress);
    Reading reading =
        comparison
            .reading(KEY, "sliced Wasserstein-2 distance", distance.value())
            .withStandardError(Halves.error(distance.halves()))
            .lessIsBetter();
    return List.of(
        sets.others()
            .map(
                others ->
                    SlicedWasserstein.between(others, data, lines, Halves.NONE, done -> {}).value())
            .map(reading::withReference)
            .orElse(reading));
  }
}
