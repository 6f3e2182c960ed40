package org.tweedie.study.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tweedie.engine.file.AtomicFile;

/** The report of a study: a page, Markdown for a README, LaTeX for a paper, tables for machines. */
public final class StudyReport {

  private StudyReport() {}

  /**
   * Writes {@code report/report.html}, {@code report.md}, {@code report.tex}, {@code trials.csv}
   * and {@code variants.csv}, each whole or not at all, in place of older ones. Equal outcomes make
   * equal files.
   *
   * @param studyFolder the study's folder, in which the folder {@code report} is made
   * @param name what the study is called
   * @param outcomes its trials, in any order; those that did not finish are listed and not counted
   * @param baseline the settings to compare with; those of the first trial if empty
   * @param metrics what variants are compared by, at least one, the most important one first
   * @throws IOException if a picture cannot be read or a file not be written
   */
  public static void write(
      Path studyFolder,
      String name,
      List<TrialOutcome> outcomes,
      Map<String, String> baseline,
      List<String> metrics)
      throws IOException {
    List<Study> studies =
        metrics.stream().map(metric -> Study.of(name, outcomes, baseline, metric)).toList();
    Path folder = Files.createDirectories(studyFolder.resolve("report"));
    AtomicFile.write(folder.resolve("trials.csv"), CsvTables.trials(studies.get(0), studyFolder));
    AtomicFile.write(folder.resolve("variants.csv"), CsvTables.variants(studies));
    AtomicFile.write(folder.resolve("report.md"), MarkdownReport.of(studies));
    AtomicFile.write(folder.resolve("report.tex"), LatexReport.of(studies));
    AtomicFile.write(folder.resolve("report.html"), new HtmlReport(studies).text());
  }
}
