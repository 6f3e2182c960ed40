package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tweedie.engine.file.TextTable;

/** What a study found, for a terminal: a line for each variant, the best one first. */
public final class ResultTable {

  private ResultTable() {}

  /**
   * The table, with the mean of each metric over seeds and its spread; variants none of whose
   * trials has the first metric come last.
   *
   * @param metrics at least one, the most important one first
   */
  public static String of(List<TrialOutcome> outcomes, List<String> metrics) {
    List<Study> studies =
        metrics.stream().map(metric -> Study.of("", outcomes, Map.of(), metric)).toList();
    Study first = studies.get(0);
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(first.axes());
    for (Study study : studies) {
      heading.addAll(List.of(study.metric().key(), "±"));
    }
    heading.add("SEEDS");
    rows.add(heading);
    for (Variant variant : first.ranked()) {
      List<String> row = new ArrayList<>(variant.settings().values());
      int place = first.variants().indexOf(variant);
      for (Study study : studies) {
        Summary summary = study.variants().get(place).summary();
        Numbers numbers = Numbers.of(study).withMore();
        row.add(text(numbers, summary.mean()));
        row.add(text(numbers, summary.spread()));
      }
      row.add("%d of %d".formatted(variant.summary().count(), variant.trials().size()));
      rows.add(row);
    }
    return TextTable.of(rows);
  }

  private static String text(Numbers numbers, double value) {
    return Double.isNaN(value) ? "" : numbers.plain(value);
  }
}
