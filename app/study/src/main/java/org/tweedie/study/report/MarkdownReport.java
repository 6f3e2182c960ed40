package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The numbers as Markdown, with a table that fits into a README. */
final class MarkdownReport {

  private MarkdownReport() {}

  static String of(Study study) {
    Findings findings = new Findings(study);
    StringBuilder text = new StringBuilder("# " + escaped(study.name()) + "\n\n");
    text.append(escaped(findings.headline())).append("\n\n").append(table(study)).append('\n');
    findings.reading().forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
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
                    escaped(Reasons.of(trial).replaceAll("\\s+", " "))));
      }
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static String table(Study study) {
    Numbers numbers = Numbers.of(study);
    List<String> head = new ArrayList<>();
    study.axes().forEach(axis -> head.add(escaped(axis)));
    int texts = head.size();
    head.addAll(
        List.of("seeds", escaped(study.metric()), "difference to the baseline", "95%", "p (Holm)"));
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
