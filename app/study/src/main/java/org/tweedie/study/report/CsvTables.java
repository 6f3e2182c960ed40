package org.tweedie.study.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.file.Csv;

/** The numbers in full precision for other programs, as CSV (RFC 4180, with plain line ends). */
final class CsvTables {

  private CsvTables() {}

  static String variants(Study study) {
    List<String> head = new ArrayList<>(study.axes());
    head.addAll(
        List.of(
            "baseline",
            "seeds",
            "mean",
            "standard_deviation",
            "pairs",
            "difference",
            "bootstrap_low",
            "bootstrap_high",
            "t_low",
            "t_high",
            "p",
            "p_holm"));
    StringBuilder csv = new StringBuilder(Csv.line(head));
    for (Variant variant : study.variants()) {
      List<String> cells = new ArrayList<>();
      study.axes().forEach(axis -> cells.add(variant.settings().getOrDefault(axis, "")));
      Summary summary = variant.summary();
      cells.add(String.valueOf(variant.baseline()));
      cells.add(String.valueOf(summary.count()));
      cells.add(number(summary.mean()));
      cells.add(number(summary.spread()));
      Optional<PairedDifference> found = study.difference(variant);
      if (found.isPresent()) {
        PairedDifference difference = found.get();
        cells.add(String.valueOf(difference.summary().count()));
        for (double value :
            new double[] {
              difference.summary().mean(),
              difference.bootstrap().low(),
              difference.bootstrap().high(),
              difference.studentT().low(),
              difference.studentT().high(),
              difference.pValue(),
              difference.adjusted()
            }) {
          cells.add(number(value));
        }
      }
      while (cells.size() < head.size()) {
        cells.add("");
      }
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  static String trials(Study study, Path studyFolder) {
    Set<String> metrics = new LinkedHashSet<>();
    study.trials().forEach(trial -> metrics.addAll(trial.metrics().keySet()));
    List<String> head = new ArrayList<>(List.of("number", "id", "status", "seed"));
    head.addAll(study.axes());
    head.addAll(metrics);
    head.addAll(List.of("wall_seconds", "train_seconds", "folder"));
    StringBuilder csv = new StringBuilder(Csv.line(head));
    Path base = studyFolder.toAbsolutePath();
    for (TrialOutcome trial : study.trials()) {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(trial.number()));
      cells.add(trial.id());
      cells.add(trial.status());
      cells.add(String.valueOf(trial.seed()));
      study.axes().forEach(axis -> cells.add(trial.settings().getOrDefault(axis, "")));
      metrics.forEach(name -> cells.add(number(trial.metrics().getOrDefault(name, Double.NaN))));
      cells.add(number(trial.wallSeconds()));
      cells.add(number(trial.trainSeconds()));
      Path folder = trial.folder().toAbsolutePath();
      cells.add((folder.startsWith(base) ? base.relativize(folder) : folder).toString());
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  /** Nothing where nothing is known. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
