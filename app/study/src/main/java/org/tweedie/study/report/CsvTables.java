package org.tweedie.study.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.file.Csv;
import org.tweedie.study.stage.Phase;

/** The numbers in full precision for other programs, as CSV (RFC 4180, with plain line ends). */
final class CsvTables {

  private CsvTables() {}

  /** A line a metric and variant. */
  static String variants(List<Study> studies) {
    List<String> head = new ArrayList<>(List.of("metric", "better"));
    head.addAll(studies.get(0).axes());
    head.addAll(
        List.of(
            "baseline",
            "seeds",
            "mean",
            "standard_deviation",
            "low",
            "high",
            "error",
            "pairs",
            "difference",
            "bootstrap_low",
            "bootstrap_high",
            "t_low",
            "t_high",
            "p",
            "p_holm"));
    StringBuilder csv = new StringBuilder(Csv.line(head));
    for (Study study : studies) {
      for (Variant variant : study.variants()) {
        List<String> cells = cells(study, variant);
        while (cells.size() < head.size()) {
          cells.add("");
        }
        csv.append(Csv.line(cells));
      }
    }
    return csv.toString();
  }

  private static List<String> cells(Study study, Variant variant) {
    Metric metric = study.metric();
    List<String> cells = new ArrayList<>();
    cells.add(metric.key());
    cells.add(metric.better().name().toLowerCase(Locale.ROOT));
    study.axes().forEach(axis -> cells.add(variant.settings().getOrDefault(axis, "")));
    Summary summary = variant.summary();
    cells.add(String.valueOf(variant.baseline()));
    cells.add(String.valueOf(summary.count()));
    cells.addAll(
        numbers(
            summary.mean(),
            summary.spread(),
            variant.interval().low(),
            variant.interval().high(),
            variant.readings().error()));
    study
        .difference(variant)
        .ifPresent(
            difference -> {
              cells.add(String.valueOf(difference.summary().count()));
              cells.addAll(
                  numbers(
                      difference.summary().mean(),
                      difference.bootstrap().low(),
                      difference.bootstrap().high(),
                      difference.studentT().low(),
                      difference.studentT().high(),
                      difference.pValue(),
                      difference.adjusted()));
            });
    return cells;
  }

  /** A line a trial, with all its readings. */
  static String trials(Study study, Path studyFolder) {
    Set<String> keys = new LinkedHashSet<>();
    study.trials().forEach(trial -> keys.addAll(trial.readings().keySet()));
    List<String> head = new ArrayList<>(List.of("number", "id", "status", "seed"));
    head.addAll(study.axes());
    for (String key : keys) {
      head.add(key);
      if (hasError(study, key)) {
        head.add(key + "_se");
      }
    }
    for (Phase phase : Phase.values()) {
      head.add(phase.word() + "_seconds");
    }
    head.add("folder");
    StringBuilder csv = new StringBuilder(Csv.line(head));
    Path base = studyFolder.toAbsolutePath();
    for (TrialOutcome trial : study.trials()) {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(trial.number()));
      cells.add(trial.id());
      cells.add(trial.status().word());
      cells.add(String.valueOf(trial.seed()));
      study.axes().forEach(axis -> cells.add(trial.settings().getOrDefault(axis, "")));
      for (String key : keys) {
        cells.add(number(trial.reading(key).map(Reading::value).orElse(Double.NaN)));
        if (hasError(study, key)) {
          cells.add(number(trial.reading(key).map(Reading::standardError).orElse(Double.NaN)));
        }
      }
      for (Phase phase : Phase.values()) {
        cells.add(number(trial.seconds(phase)));
      }
      Path folder = trial.folder().toAbsolutePath();
      cells.add((folder.startsWith(base) ? base.relativize(folder) : folder).toString());
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  private static boolean hasError(Study study, String key) {
    return study.trials().stream()
        .flatMap(trial -> trial.reading(key).stream())
        .anyMatch(reading -> !Double.isNaN(reading.standardError()));
  }

  private static List<String> numbers(double... values) {
    return DoubleStream.of(values).mapToObj(CsvTables::number).toList();
  }

  /** Nothing where nothing is known. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
