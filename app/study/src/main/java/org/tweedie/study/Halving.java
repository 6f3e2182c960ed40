package org.tweedie.study;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.study.report.Metric;

/**
 * Which variants go on after a rung: the best share by the mean over their seeds (Jamieson and
 * Talwalkar, arXiv 1502.07943), at least one; and the baseline in any case.
 *
 * @param baseline its settings
 * @param keep the share, above 0 and below 1
 * @param better which values are the better ones
 */
record Halving(Map<String, String> baseline, double keep, Better better) {

  /**
   * The trials that go on; all where no value is better than another.
   *
   * @param value of a trial; NaN where it has none, which is worse than any
   */
  List<Trial> kept(List<Trial> trials, ToDoubleFunction<Trial> value) {
    if (better == Better.NEITHER) {
      return trials;
    }
    Map<Map<String, String>, Double> means = new LinkedHashMap<>();
    trials.stream()
        .collect(Collectors.groupingBy(Trial::settings, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (settings, group) ->
                means.put(
                    settings, group.stream().mapToDouble(value).average().orElse(Double.NaN)));
    List<Map<String, String>> ranked =
        means.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Metric.bestFirst(better)))
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
