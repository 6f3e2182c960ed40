package org.tweedie.study.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.study.stage.Phase;

/** The page: one file that needs no other, and no network. */
final class HtmlReport {

  private final List<Study> studies;
  private final Study study;
  private final HtmlTables tables;
  private final Findings findings;

  /**
   * The page of a study.
   *
   * @param studies the study by each of its metrics, the first one first
   */
  HtmlReport(List<Study> studies) {
    this.studies = studies;
    this.study = studies.get(0);
    this.tables = new HtmlTables(study);
    this.findings = new Findings(study);
  }

  String text() throws IOException {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <link rel="icon" href="data:,">
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s%s%s%s%s%s%s%s%s%s<footer>Made by Tweedie from the folders of the trials. The same numbers are in
        report.md, report.tex, variants.csv and trials.csv beside this page.</footer>
        </main>
        </body>
        </html>
        """
        .formatted(
            Html.text(study.name()),
            Html.styles(),
            header(),
            variants(),
            figures(),
            tradeOffs(),
            mainEffects(),
            otherMetrics(),
            curves(),
            samples(),
            unfinished(),
            section("Every trial", tables.trials()));
  }

  private String header() {
    long done = study.trials().stream().filter(TrialOutcome::isDone).count();
    return """
        <header>
        <p class="kicker">Ablation study</p>
        <h1>%s</h1>
        <p class="lead">%s</p>
        <dl class="facts">
        %s%s%s%s%s</dl>
        </header>
        """
        .formatted(
            Html.text(study.name()),
            Html.text(findings.headline()),
            fact("Variants", String.valueOf(study.variants().size())),
            fact("Seeds", String.valueOf(study.seeds().size())),
            fact("Trials", "%d, of which %d done".formatted(study.trials().size(), done)),
            fact(
                "Metric",
                study.metric().key()
                    + (study.metric().unit().isEmpty() ? "" : " (" + study.metric().unit() + ")")
                    + ", "
                    + study.metric().direction()),
            fact("Time of all stages", times()));
  }

  /** What several trials share counts once. */
  private String times() {
    Set<TrialOutcome.StageTime> stages = new LinkedHashSet<>();
    study.trials().forEach(trial -> stages.addAll(trial.times()));
    List<String> words = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      List<TrialOutcome.StageTime> some =
          stages.stream().filter(stage -> stage.phase() == phase).toList();
      if (!some.isEmpty()) {
        double seconds = some.stream().mapToDouble(TrialOutcome.StageTime::seconds).sum();
        words.add(phase.count(some.size()) + " " + Numbers.seconds(seconds));
      }
    }
    return String.join(", ", words);
  }

  private static String fact(String name, String value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, Html.text(value));
  }

  private String variants() {
    return section("Variants", tables.variants() + notes());
  }

  private String notes() {
    return findings.reading().stream()
        .map(line -> "<p class=\"note\">%s</p>\n".formatted(Html.text(line)))
        .collect(Collectors.joining());
  }

  /** The first metric against each of the others. */
  private String tradeOffs() {
    String plots =
        studies.stream()
            .skip(1)
            .flatMap(other -> ParetoPlot.of(study, other).stream())
            .collect(Collectors.joining());
    return plots.isEmpty() ? "" : section("Trade-offs", plots);
  }

  private String otherMetrics() {
    StringBuilder text = new StringBuilder();
    for (Study other : studies.subList(1, studies.size())) {
      Findings its = new Findings(other);
      text.append(
          "<h3>%s</h3>\n<p>%s</p>\n%s<p class=\"note\">%s</p>\n"
              .formatted(
                  Html.text(other.metric().key()),
                  Html.text(its.headline()),
                  new HtmlTables(other).variants(),
                  Html.text(its.intervals())));
    }
    return text.isEmpty() ? "" : section("Other metrics", text.toString());
  }

  private String figures() {
    if (study.withValues().isEmpty()) {
      return "";
    }
    StripPlot values = StripPlot.values(study);
    StringBuilder text = new StringBuilder("<figure>\n");
    text.append(values)
        .append(
            "<figcaption><b>%s</b> of every seed (dots) and their mean (upright line).%s</figcaption>\n</figure>\n"
                .formatted(Html.text(study.metric().key()), values.note()));
    if (!study.differences().isEmpty()) {
      text.append("<figure>\n")
          .append(StripPlot.differences(study))
          .append(
              "<figcaption><b>Difference to the baseline</b> of the same seed: every pair (dots), the"
                  + " mean (upright line), the 95% bootstrap interval (thick) and that of Student's t"
                  + " (thin).</figcaption>\n</figure>\n");
    }
    return section("Seed by seed", text.toString());
  }

  private String mainEffects() {
    return MainEffects.of(study)
        .map(effects -> section("Main effects", tables.mainEffects(effects)))
        .orElse("");
  }

  private String curves() {
    List<String> tags = LearningCurve.tags(study);
    StringBuilder text = new StringBuilder();
    tags.forEach(tag -> text.append(CurvePlot.of(study, tag)));
    return tags.isEmpty() ? "" : section("Learning curves", text.toString());
  }

  private String samples() throws IOException {
    String gallery = SampleGallery.of(study);
    return gallery.isEmpty() ? "" : section("Samples", gallery);
  }

  private String unfinished() {
    return study.unfinished().isEmpty()
        ? ""
        : section("Trials that did not finish", tables.unfinished());
  }

  private static String section(String title, String content) {
    return "<section>\n<h2>%s</h2>\n%s</section>\n".formatted(title, content);
  }
}
