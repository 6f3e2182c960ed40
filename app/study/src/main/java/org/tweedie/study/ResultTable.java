package org.tweedie.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.engine.file.TextTable;
import org.tweedie.study.report.TrialOutcome;

/** What a study found, for a terminal: a line for each variant, the best one first. */
public final class ResultTable {

  private ResultTable() {}

  /** The table; variants none of whose trials has the metric come last. */
  public static String of(List<TrialOutcome> outcomes, String metric) {
    Map<Map<String, String>, List<TrialOutcome>> variants =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    TrialOutcome::settings, LinkedHashMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    variants.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> mean(values(entry.getValue(), metric))))
        .forEach(
            entry -> {
              List<Double> values = values(entry.getValue(), metric);
              List<String> row = new ArrayList<>(entry.getKey().values());
              row.add(text(mean(values)));
              row.add(text(deviation(values)));
              row.add("%d of %d".formatted(values.size(), entry.getValue().size()));
              rows.add(row);
            });
    List<String> heading =
        new ArrayList<>(
            variants.keySet().stream().findFirst().map(Map::keySet).stream()
                .flatMap(Set::stream)
                .toList());
    heading.addAll(List.of(metric, "±", "SEEDS"));
    rows.add(0, heading);
    return TextTable.of(rows);
  }

  private static List<Double> values(List<TrialOutcome> outcomes, String metric) {
    return outcomes.stream()
        .filter(outcome -> outcome.status().equals(TrialRecord.DONE))
        .map(outcome -> outcome.metrics().getOrDefault(metric, Double.NaN))
        .filter(Double::isFinite)
        .toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The standard deviation over seeds. */
  private static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : Double.NaN;
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
