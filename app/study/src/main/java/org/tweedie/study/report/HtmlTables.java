package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.measure.Reading;

/** The tables of the page. */
final class HtmlTables {

  private final Study study;
  private final Numbers numbers;

  HtmlTables(Study study) {
    this.study = study;
    this.numbers = Numbers.of(study);
  }

  String variants() {
    StringBuilder table = new StringBuilder("<table>\n<caption><span>");
    table
        .append(
            study.metric().hasDirection()
                ? "Variants, the best mean first"
                : "Variants in the order of the plan")
        .append("; settings that are not the baseline's are marked.")
        .append("</span></caption>\n<thead><tr>");
    study.axes().forEach(axis -> table.append(header("text", axis)));
    List<String> names = new ArrayList<>(List.of("seeds", study.metric().key()));
    if (Findings.hasErrors(study)) {
      names.add("error");
    }
    names.addAll(List.of("difference", "95% interval", "p", "p (Holm)"));
    names.forEach(
        name -> table.append(header(name.equals(study.metric().key()) ? "n main" : "n", name)));
    table.append("</tr></thead>\n<tbody>\n");
    study.ranked().forEach(variant -> table.append(row(variant)));
    return Html.wide("Variants", table.append("</tbody>\n</table>\n").toString());
  }

  private String row(Variant variant) {
    StringBuilder row = new StringBuilder(variant.baseline() ? "<tr class=\"base\">" : "<tr>");
    row.append(settings(variant));
    Optional<PairedDifference> difference = study.difference(variant);
    row.append(cell(String.valueOf(variant.summary().count())));
    row.append(
        "<td class=\"n strong main\">%s</td>".formatted(Html.text(numbers.of(variant.summary()))));
    if (Findings.hasErrors(study)) {
      row.append(cell(numbers.plain(variant.readings().error())));
    }
    if (variant.baseline()) {
      row.append("<td class=\"n\" colspan=\"4\"><span class=\"tag\">baseline</span></td>");
    } else {
      row.append(
          cell(
              difference
                  .map(found -> numbers.signed(found.summary().mean()))
                  .orElse(Numbers.UNKNOWN)));
      row.append(
          cell(difference.map(found -> numbers.of(found.bootstrap())).orElse(Numbers.UNKNOWN)));
      row.append(cell(Numbers.probability(difference.map(PairedDifference::pValue).orElse(NAN))));
      row.append(cell(Numbers.probability(difference.map(PairedDifference::adjusted).orElse(NAN))));
    }
    return row.append("</tr>\n").toString();
  }

  private static final double NAN = Double.NaN;

  /** The first axis heads the row. */
  private String settings(Variant variant) {
    StringBuilder cells = new StringBuilder();
    for (String axis : study.axes()) {
      String value =
          Html.value(
              variant.settings().getOrDefault(axis, Numbers.UNKNOWN), study.differs(variant, axis));
      cells.append(
          cells.isEmpty()
              ? "<th scope=\"row\" class=\"text\">" + value + "</th>"
              : "<td class=\"text\">" + value + "</td>");
    }
    return cells.toString();
  }

  String mainEffects(MainEffects effects) {
    StringBuilder table = new StringBuilder("<table>\n<caption><span>");
    table
        .append(
            "Each value averaged over all values of the other axes, over %s that every variant finished."
                .formatted(Findings.count(effects.seeds().size(), "seed")))
        .append("</span></caption>\n<thead><tr>")
        .append(header("text", "axis"))
        .append(header("text", "value"))
        .append(header("n main", "mean " + study.metric().key()))
        .append(header("n", "difference"))
        .append(header("n", "95% interval"))
        .append("</tr></thead>\n<tbody>\n");
    for (MainEffects.Effect effect : effects.effects()) {
      Optional<PairedDifference> difference = effect.toReference();
      table
          .append(difference.isEmpty() ? "<tr class=\"base\">" : "<tr>")
          .append("<th scope=\"row\" class=\"text\">%s</th>".formatted(breakable(effect.axis())))
          .append(
              "<td class=\"text\">%s</td>"
                  .formatted(Html.value(effect.value(), difference.isPresent())))
          .append("<td class=\"n strong main\">%s</td>".formatted(numbers.of(effect.mean())))
          .append(
              difference
                  .map(
                      found ->
                          cell(numbers.signed(found.summary().mean()))
                              + cell(numbers.of(found.bootstrap())))
                  .orElse(
                      "<td class=\"n\" colspan=\"2\"><span class=\"tag\">reference</span></td>"))
          .append("</tr>\n");
    }
    return Html.wide("Main effects", table.append("</tbody>\n</table>\n").toString());
  }

  String unfinished() {
    StringBuilder table = new StringBuilder("<table>\n<caption><span>");
    table
        .append("Trials that did not come to their end; no mean or difference counts them.")
        .append("</span></caption>\n<thead><tr>")
        .append(header("text", "trial"))
        .append(header("text", "variant"))
        .append(header("n", "seed"))
        .append(header("text", "status"))
        .append(header("text", "reason"))
        .append("</tr></thead>\n<tbody>\n");
    for (TrialOutcome trial : study.unfinished()) {
      table
          .append(
              "<tr><th scope=\"row\" class=\"text\">%d, %s</th>"
                  .formatted(trial.number(), Html.text(trial.id())))
          .append(
              "<td class=\"text\">%s</td>"
                  .formatted(Html.text(String.join(", ", trial.settings().values()))))
          .append(cell(String.valueOf(trial.seed())))
          .append("<td class=\"text bad\">%s</td>".formatted(Html.text(trial.status().word())))
          .append(
              "<td class=\"text\">%s</td></tr>\n"
                  .formatted(Html.text(String.join(" ", trial.reason()))));
    }
    return Html.wide("Unfinished trials", table.append("</tbody>\n</table>\n").toString());
  }

  String trials() {
    StringBuilder table = new StringBuilder("<table>\n<caption><span>");
    table
        .append("All trials in the order of the plan.")
        .append("</span></caption>\n<thead><tr>")
        .append(header("n", "number"));
    study.axes().forEach(axis -> table.append(header("text", axis)));
    table
        .append(header("n", "seed"))
        .append(header("text", "status"))
        .append(header("n", study.metric().key()))
        .append(header("n", "time"))
        .append(header("text", "id"))
        .append("</tr></thead>\n<tbody>\n");
    for (TrialOutcome trial : study.trials()) {
      table.append("<tr><th scope=\"row\" class=\"n\">%d</th>".formatted(trial.number()));
      study
          .axes()
          .forEach(
              axis ->
                  table.append(
                      "<td class=\"text\">%s</td>"
                          .formatted(
                              Html.text(trial.settings().getOrDefault(axis, Numbers.UNKNOWN)))));
      table
          .append(cell(String.valueOf(trial.seed())))
          .append(
              "<td class=\"text%s\">%s</td>"
                  .formatted(trial.isDone() ? "" : " bad", Html.text(trial.status().word())))
          .append(
              cell(
                  numbers.plain(
                      trial.finite(study.metric().key()).map(Reading::value).orElse(NAN))))
          .append(cell(Numbers.seconds(trial.seconds())))
          .append("<td class=\"text\">%s</td></tr>\n".formatted(Html.text(trial.id())));
    }
    return Html.wide("All trials", table.append("</tbody>\n</table>\n").toString());
  }

  private static String header(String kind, String name) {
    return "<th scope=\"col\" class=\"%s\">%s</th>".formatted(kind, breakable(name));
  }

  /** A path, which a narrow page breaks behind its dots and not within its words. */
  private static String breakable(String path) {
    return Html.text(path).replace(".", ".<wbr>");
  }

  private static String cell(String text) {
    return "<td class=\"n\">%s</td>".formatted(Html.text(text));
  }
}
