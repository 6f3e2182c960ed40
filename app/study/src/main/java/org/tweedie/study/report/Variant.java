package org.tweedie.study.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The trials that share their settings, one a seed.
 *
 * @param settings the value of each axis
 * @param trials in the order of their numbers
 * @param values the metric by seed, of the trials that came to their end
 * @param baseline whether the others are held against this one
 */
record Variant(
    Map<String, String> settings,
    List<TrialOutcome> trials,
    Map<Long, Double> values,
    boolean baseline) {

  static Variant of(
      Map<String, String> settings, List<TrialOutcome> trials, String metric, boolean baseline) {
    Map<Long, Double> values = new LinkedHashMap<>();
    trials.forEach(
        trial -> trial.finite(metric).ifPresent(value -> values.put(trial.seed(), value)));
    return new Variant(
        settings, List.copyOf(trials), Collections.unmodifiableMap(values), baseline);
  }

  /** What to call it: its values, as in {@code cosine, noise}. */
  String label() {
    return settings.isEmpty()
        ? "the only variant"
        : settings.values().stream()
            .map(value -> value.replaceAll("\\s+", " "))
            .collect(Collectors.joining(", "));
  }

  Summary summary() {
    return Summary.of(values.values());
  }
}
