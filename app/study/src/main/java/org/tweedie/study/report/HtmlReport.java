package org.tweedie.study.report;

import java.io.IOException;
import java.util.List;

/** The page: one file that needs no other, and no network. */
final class HtmlReport {

  private final Study study;
  private final HtmlTables tables;
  private final Findings findings;

  HtmlReport(Study study) {
    this.study = study;
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
        %s%s%s%s%s%s%s%s<footer>Made by Tweedie from the folders of the trials. The same numbers are in
        report.md, variants.csv and trials.csv beside this page.</footer>
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
            mainEffects(),
            curves(),
            samples(),
            unfinished(),
            section("Every trial", tables.trials()));
  }

  private String header() {
    double wall = study.trials().stream().mapToDouble(TrialOutcome::wallSeconds).sum();
    double training = study.trials().stream().mapToDouble(TrialOutcome::trainSeconds).sum();
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
                study.metric()
                    + (study.lowerIsBetter() ? ", lower is better" : ", higher is better")),
            fact(
                "Time of all trials",
                Numbers.seconds(wall) + ", of which training " + Numbers.seconds(training)));
  }

  private static String fact(String name, String value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, Html.text(value));
  }

  private String variants() {
    StringBuilder text = new StringBuilder(tables.variants());
    findings
        .reading()
        .forEach(line -> text.append("<p class=\"note\">%s</p>\n".formatted(Html.text(line))));
    return section("Variants", text.toString());
  }

  private String figures() {
    if (study.best().isEmpty()) {
      return "";
    }
    StripPlot values = StripPlot.values(study);
    StringBuilder text = new StringBuilder("<figure>\n");
    text.append(values)
        .append(
            "<figcaption><b>%s</b> of every seed (dots) and their mean (upright line).%s</figcaption>\n</figure>\n"
                .formatted(Html.text(study.metric()), values.note()));
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
