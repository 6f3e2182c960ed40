package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tweedie.study.report.Trials.METRIC;
import static org.tweedie.study.report.Trials.done;
import static org.tweedie.study.report.Trials.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;

/** The files of a report. */
class StudyReportTest {

  @TempDir Path folder;

  @Test
  void markdownAndTablesAreAsTheyShouldBe() throws IOException {
    write(Trials.grid(folder));
    Golden.check("report-markdown", read("report.md"));
    Golden.check("report-latex", read("report.tex"));
    Golden.check("report-variants", read("variants.csv"));
    Golden.check("report-trials", read("trials.csv"));
  }

  @Test
  void equalOutcomesMakeEqualFiles() throws IOException {
    List<TrialOutcome> trials = Trials.grid(folder);
    write(trials);
    String first = read("report.html");
    write(trials);
    assertThat(read("report.html")).isEqualTo(first);
    try (var files = Files.list(folder.resolve("report"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.html", "report.md", "report.tex", "trials.csv", "variants.csv");
    }
  }

  @Test
  void pageNeedsNoOtherFileAndNoNetwork() throws IOException {
    write(Trials.grid(folder));
    assertThat(read("report.html"))
        .doesNotContain("http:", "https:", "<script", "@import")
        .doesNotContainPattern("(src|href)=\"(?!data:)")
        .contains("src=\"data:image/png;base64,iVBOR");
  }

  @Test
  void pageNamesWhatFailedAndWhy() throws IOException {
    write(Trials.grid(folder));
    assertThat(read("report.html"))
        .contains("Training stopped at step 120: the loss is NaN.")
        .contains("<mark>velocity</mark>");
  }

  @Test
  void namesOfUsersAreTextAndNeverMarkUp() throws IOException {
    String evil = "<script>alert(1)</script>\"'&|`*";
    StudyReport.write(
        folder,
        evil,
        List.of(done(1, settings(evil, evil), 1, 1), done(2, settings(evil, "b\r\nc,\"d\""), 1, 2)),
        Map.of(),
        List.of(METRIC));
    assertThat(read("report.html")).doesNotContain("<script>", "alert(1)</script>");
    assertThat(read("report.md")).doesNotContainPattern("[^\\\\]<script>");
    assertThat(read("variants.csv")).contains("\"b\r\nc,\"\"d\"\"\"");
  }

  /** Behind the end of a row LaTeX would take them for its options. */
  @Test
  void listsAsSettingsAreCellsInLatex() throws IOException {
    StudyReport.write(
        folder,
        "s",
        List.of(done(1, settings("a", "[1, 2]"), 1, 1), done(2, settings("a", "*\u0007"), 1, 2)),
        Map.of(),
        List.of(METRIC));
    assertThat(read("report.tex"))
        .contains("\n{[}1, 2] & ", "\n{*} & ")
        .doesNotContainPattern("(?m)^[\\[*]");
  }

  @Test
  void threeSeedsAreNotOversold() throws IOException {
    write(Trials.grid(folder).subList(0, 6));
    assertThat(read("report.md"))
        .contains("from the smallest difference to the largest")
        .contains("with a probability of 75%, not 95%");
  }

  @Test
  void curvesOfAVariantThatDivergesDoNotFlattenTheOthers() throws IOException {
    List<TrialOutcome> trials = new ArrayList<>(Trials.grid(folder).subList(0, 6));
    write(trials);
    assertThat(read("report.html")).doesNotContain("The axis is logarithmic");
    trials.add(
        Trials.diverging(7, settings("schedule", "sub-vp", "objective.predict", "noise"), 1));
    trials.add(
        Trials.diverging(8, settings("schedule", "sub-vp", "objective.predict", "noise"), 2));
    write(trials);
    String page = read("report.html");
    assertThat(page.split("The axis is logarithmic", -1)).as("seeds and bits").hasSize(3);
    assertThat(read("report.md"))
        .as("digits of the others beside a spread of hundreds")
        .containsPattern("velocity[^\n]*1\\.6[0-9]{2,3} ± 0\\.0[0-9]{2}");
    String figure = page.substring(page.indexOf("aria-label=\"test/bits_per_dim"));
    assertThat(distance(figure, 0, 1))
        .as("between the ends of two good variants' curves, in per cent of the plot's height")
        .isGreaterThan(0.3);
    assertThat(distance(figure, 1, 2)).as("up to the diverging one's").isGreaterThan(50);
  }

  /** How far the ends of two curves of a figure lie apart. */
  private static double distance(String figure, int one, int other) {
    double[] ends =
        Pattern.compile("<polyline[^>]* points=\"[^\"]*,([0-9.-]+)\"")
            .matcher(figure)
            .results()
            .mapToDouble(match -> Double.parseDouble(match.group(1)))
            .toArray();
    return Math.abs(ends[one] - ends[other]);
  }

  @Test
  void studyWithoutAResultSaysSo() throws IOException {
    write(Trials.grid(folder).subList(17, 18));
    assertThat(read("report.md")).contains("No trial came to its end with a finite test\\_bpd");
    StudyReport.write(folder, "empty", List.of(), Map.of(), List.of(METRIC, "recall", "seconds"));
    assertThat(read("report.html")).contains("there is nothing to compare");
  }

  private void write(List<TrialOutcome> trials) throws IOException {
    StudyReport.write(
        folder, "schedule x prediction", trials, Map.of(), List.of(METRIC, "recall", "seconds"));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("report").resolve(file));
  }
}
