package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of a study, put in order.
 *
 * @param name what the study is called
 * @param metric what variants are compared by
 * @param trials all of them, in the order of their numbers
 * @param variants in the order in which the plan names them
 * @param differences of each variant to the baseline, corrected for their number; empty for the
 *     baseline itself, and for all where there is none
 */
record Study(
    String name,
    Metric metric,
    List<TrialOutcome> trials,
    List<Variant> variants,
    Map<Variant, PairedDifference> differences) {

  /**
   * Puts in order.
   *
   * @param baseline the settings to compare with; those of the first trial if empty
   */
  static Study of(
      String name, List<TrialOutcome> outcomes, Map<String, String> baseline, String key) {
    Metric metric = Metric.of(key, outcomes);
    List<TrialOutcome> trials =
        outcomes.stream().sorted(Comparator.comparingInt(TrialOutcome::number)).toList();
    Map<Map<String, String>, List<TrialOutcome>> groups = new LinkedHashMap<>();
    for (TrialOutcome trial : trials) {
      groups.computeIfAbsent(trial.settings(), settings -> new ArrayList<>()).add(trial);
    }
    Map<String, String> wanted =
        baseline.isEmpty() && !trials.isEmpty() ? trials.get(0).settings() : baseline;
    List<Variant> variants = new ArrayList<>();
    groups.forEach(
        (settings, group) ->
            variants.add(Variant.of(settings, group, key, settings.equals(wanted))));
    return new Study(name, metric, trials, List.copyOf(variants), differences(variants));
  }

  private static Map<Variant, PairedDifference> differences(List<Variant> variants) {
    Optional<Variant> baseline = variants.stream().filter(Variant::baseline).findFirst();
    Map<Variant, PairedDifference> differences = new LinkedHashMap<>();
    if (baseline.isEmpty()) {
      return differences;
    }
    for (Variant variant : variants) {
      PairedDifference difference =
          PairedDifference.of(variant.readings(), baseline.get().readings());
      if (!variant.baseline() && difference.isKnown()) {
        differences.put(variant, difference);
      }
    }
    double[] adjusted =
        Holm.adjusted(differences.values().stream().map(PairedDifference::pValue).toList());
    int i = 0;
    for (Map.Entry<Variant, PairedDifference> entry : differences.entrySet()) {
      entry.setValue(entry.getValue().withAdjusted(adjusted[i++]));
    }
    return differences;
  }

  Optional<Variant> baseline() {
    return variants.stream().filter(Variant::baseline).findFirst();
  }

  Optional<PairedDifference> difference(Variant variant) {
    return Optional.ofNullable(differences.get(variant));
  }

  /**
   * The variants that have values, the best mean first, or in the order of the plan where none is
   * better; those that have none follow.
   */
  List<Variant> ranked() {
    return variants.stream()
        .sorted(Comparator.comparing(variant -> variant.summary().mean(), metric.bestFirst()))
        .toList();
  }

  /** The variant with the best mean; empty where there is no mean, or none is better. */
  Optional<Variant> best() {
    return metric.hasDirection() ? withValues().stream().findFirst() : Optional.empty();
  }

  /** Those of {@link #ranked} that have values. */
  List<Variant> withValues() {
    return ranked().stream().filter(variant -> !variant.readings().isEmpty()).toList();
  }

  /** The axes, in the order of the plan. */
  Set<String> axes() {
    Set<String> axes = new LinkedHashSet<>();
    variants.forEach(variant -> axes.addAll(variant.settings().keySet()));
    return axes;
  }

  /** The values of an axis, in the order of the plan. */
  Set<String> values(String axis) {
    Set<String> values = new LinkedHashSet<>();
    variants.forEach(
        variant -> Optional.ofNullable(variant.settings().get(axis)).ifPresent(values::add));
    return values;
  }

  Set<Long> seeds() {
    Set<Long> seeds = new LinkedHashSet<>();
    trials.forEach(trial -> seeds.add(trial.seed()));
    return seeds;
  }

  List<TrialOutcome> unfinished() {
    return trials.stream().filter(trial -> !trial.isDone()).toList();
  }

  /** Those that came to their end without a finite value of the metric: they are in no mean. */
  List<TrialOutcome> withoutNumber() {
    return trials.stream()
        .filter(trial -> trial.isDone() && trial.finite(metric.key()).isEmpty())
        .toList();
  }

  /** Whether a variant's value of an axis is not the baseline's. */
  boolean differs(Variant variant, String axis) {
    return baseline()
        .map(
            base ->
                !variant
                    .settings()
                    .getOrDefault(axis, "")
                    .equals(base.settings().getOrDefault(axis, "")))
        .orElse(false);
  }
}
