package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The numbers as Markdown, with a table that fits into a README. */
final class MarkdownReport {

  private MarkdownReport() {}

  /**
   * The text.
   *
   * @param studies the study by each of its metrics, the first one first
   */
  static String of(List<Study> studies) {
    Study study = studies.get(0);
    StringBuilder text = new StringBuilder("# " + escaped(study.name()) + "\n\n");
    text.append(comparison(study, new Findings(study).reading()));
    for (Study other : studies.subList(1, studies.size())) {
      text.append("\n## " + escaped(other.metric().key()) + "\n\n")
          .append(comparison(other, List.of(new Findings(other).intervals())));
    }
    if (!study.unfinished().isEmpty()) {
      text.append("\nTrials that did not finish:\n\n");
      for (TrialOutcome trial : study.unfinished()) {
        text.append(
            "- %d (%s), seed %d, %s: %s%n"
                .formatted(
                    trial.number(),
                    escaped(String.join(", ", trial.settings().values())),
                    trial.seed(),
                    trial.status(),
                    escaped(String.join(" ", trial.reason()).replaceAll("\\s+", " "))));
      }
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static String comparison(Study study, List<String> notes) {
    StringBuilder text = new StringBuilder(escaped(new Findings(study).headline()));
    text.append("\n\n").append(table(study)).append('\n');
    notes.forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
    return text.toString();
  }

  private static String table(Study study) {
    Numbers numbers = Numbers.of(study);
    List<String> head = new ArrayList<>();
    study.axes().forEach(axis -> head.add(escaped(axis)));
    int texts = head.size();
    head.addAll(List.of("seeds", escaped(study.metric().key())));
    if (Findings.hasErrors(study)) {
      head.add("error");
    }
    head.addAll(List.of("difference to the baseline", "95%", "p (Holm)"));
    StringBuilder table = new StringBuilder(line(head));
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < head.size(); i++) {
      rule.add(i < texts ? "---" : "---:");
    }
    table.append(line(rule));
    for (Variant variant : study.ranked()) {
      List<String> cells = new ArrayList<>();
      for (String axis : study.axes()) {
        String value = escaped(variant.settings().getOrDefault(axis, Numbers.UNKNOWN));
        cells.add(study.differs(variant, axis) ? "**" + value + "**" : value);
      }
      Optional<PairedDifference> difference = study.difference(variant);
      cells.add(String.valueOf(variant.summary().count()));
      cells.add(numbers.of(variant.summary()));
      if (Findings.hasErrors(study)) {
        cells.add(numbers.plain(variant.readings().error()));
      }
      cells.add(
          difference
              .map(found -> numbers.signed(found.summary().mean()))
              .orElse(variant.baseline() ? "baseline" : Numbers.UNKNOWN));
      cells.add(difference.map(found -> numbers.of(found.bootstrap())).orElse(""));
      cells.add(difference.map(found -> Numbers.probability(found.adjusted())).orElse(""));
      table.append(line(cells));
    }
    return table.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** What Markdown would take for marks of its own. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\|*_`<\\[\\]])", "\\\\$1").replaceAll("\\R", " ");
  }
}
