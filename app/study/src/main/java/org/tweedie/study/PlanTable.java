package org.tweedie.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tweedie.engine.file.TextTable;

/** A plan for people: a line for each trial, with what differs. */
public final class PlanTable {

  private PlanTable() {}

  /**
   * The table.
   *
   * @param records how far trials have come, by id
   */
  public static String of(Plan plan, Map<String, TrialRecord> records) {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("TRIAL"));
    plan.study().axes().forEach(axis -> heading.add(axis.name()));
    heading.addAll(List.of("SEED", "ID", "STATE"));
    rows.add(heading);
    for (Trial trial : plan.trials()) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(trial.number())));
      row.addAll(trial.settings().values());
      row.addAll(List.of(Long.toString(trial.seed()), trial.id(), state(trial, records)));
      rows.add(row);
    }
    return TextTable.of(rows);
  }

  private static String state(Trial trial, Map<String, TrialRecord> records) {
    TrialRecord record = records.get(trial.id());
    if (record == null) {
      return "to do";
    }
    return record.steps() > 0 && !record.isDone()
        ? "%s after %d steps".formatted(record.status(), record.steps())
        : record.status();
  }
}
