package org.tweedie.study.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.config.OptionValues;

/**
 * The trials that share their settings, one a seed.
 *
 * @param settings the value of each axis
 * @param trials in the order of their numbers
 * @param readings of the metric by seed, of the trials that came to their end
 * @param interval the 95% bootstrap interval of their mean
 * @param baseline whether the others are held against this one
 */
record Variant(
    Map<String, String> settings,
    List<TrialOutcome> trials,
    SeedReadings readings,
    Interval interval,
    boolean baseline) {

  static Variant of(
      Map<String, String> settings, List<TrialOutcome> trials, String metric, boolean baseline) {
    Map<Long, Reading> readings = new LinkedHashMap<>();
    trials.forEach(
        trial -> trial.finite(metric).ifPresent(reading -> readings.put(trial.seed(), reading)));
    SeedReadings all = new SeedReadings(readings);
    return new Variant(settings, List.copyOf(trials), all, all.interval(), baseline);
  }

  /** What to call it: its values, as in {@code cosine, steps 20}. */
  String label() {
    return settings.isEmpty()
        ? "the only variant"
        : settings.entrySet().stream()
            .map(entry -> word(entry.getKey(), entry.getValue()).replaceAll("\\s+", " "))
            .collect(Collectors.joining(", "));
  }

  /** A value as one word among others: of a number it is told what it is a number of. */
  static String word(String axis, String value) {
    return OptionValues.number(value).isPresent()
        ? axis.replaceFirst("^.*\\.", "") + " " + value
        : value;
  }

  /** The metric by seed. */
  Map<Long, Double> values() {
    return readings.values();
  }

  Summary summary() {
    return readings.summary();
  }
}
