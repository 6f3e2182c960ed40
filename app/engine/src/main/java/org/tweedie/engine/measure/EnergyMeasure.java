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
 * The energy distance of samples from data, {@code 2 E|X - Y| - E|X - X'| - E|Y - Y'|} (Szekely and
 * Rizzo 2013). Immutable; safe for many threads.
 */
@Description("energy distance: of mean distances between and within samples and data")
public final class EnergyMeasure implements SampleMeasure {

  private static final String KEY = "energy_distance";

  /**
   * What a config can set.
   *
   * @param with what samples are compared with
   */
  public record Options(@Included ComparisonOptions with) {}

  private final Comparison comparison;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public EnergyMeasure(Options options, Resources resources) {
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(comparison.features().key(KEY));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Comparison.Sets sets = comparison.of(measured);
    Batch samples = sets.samples();
    Batch data = sets.data();
    IntConsumer progress =
        measured.progress("Energy distance", "examples", samples.count() + data.count());
    EnergyDistance distance =
        EnergyDistance.between(samples, data, comparison.halves(samples.count()), progress);
    Reading reading =
        comparison
            .reading(KEY, "energy distance", distance.value())
            .withStandardError(Halves.error(distance.halves()))
            .lessIsBetter();
    return List.of(
        sets.others()
            .map(
                others ->
                    EnergyDistance.between(
                            others,
                            data,
                            Halves.NONE,
                            measured.progress(
                                "Energy distance of data",
                                "examples",
                                others.count() + data.count()))
                        .value())
            .map(reading::withReference)
            .orElse(reading));
  }
}
