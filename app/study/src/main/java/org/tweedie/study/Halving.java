package org.tweedie.study;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Which variants go on after a rung: the best share by the mean over their seeds (Jamieson and
 * Talwalkar, arXiv 1502.07943), at least one; and the baseline in any case.
 *
 * @param baseline its settings
 * @param keep the share, above 0 and below 1
 */
record Halving(Map<String, String> baseline, double keep) {

  /**
   * The trials that go on.
   *
   * @param value of a trial, less is better; NaN where it has none, which is worse than any
   */
  List<Trial> kept(List<Trial> trials, ToDoubleFunction<Trial> value) {
    Map<Map<String, String>, Double> means = new LinkedHashMap<>();
    trials.stream()
        .collect(Collectors.groupingBy(Trial::settings, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (settings, group) ->
                means.put(
                    settings, group.stream().mapToDouble(value).average().orElse(Double.NaN)));
    // Double.compare has NaN above all numbers.
    List<Map<String, String>> ranked =
        means.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .map(Map.Entry::getKey)
            .toList();
    Set<Map<String, String>> kept =
        new LinkedHashSet<>(ranked.subList(0, (int) Math.ceil(keep * ranked.size())));
    return trials.stream()
        .filter(trial -> kept.contains(trial.settings()) || isBaseline(trial))
        .toList();
  }

  private boolean isBaseline(Trial trial) {
    return !baseline.isEmpty() && trial.settings().entrySet().containsAll(baseline.entrySet());
  }
}
