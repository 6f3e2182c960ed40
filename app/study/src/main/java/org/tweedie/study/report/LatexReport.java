package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables as LaTeX with the package booktabs, one for each metric, to be put into a paper. */
final class LatexReport {

  private static final Map<Character, String> SIGNS =
      Map.ofEntries(
          Map.entry('\\', "\\textbackslash{}"),
          Map.entry('~', "\\textasciitilde{}"),
          Map.entry('^', "\\textasciicircum{}"),
          Map.entry('&', "\\&"),
          Map.entry('%', "\\%"),
          Map.entry('$', "\\$"),
          Map.entry('#', "\\#"),
          Map.entry('_', "\\_"),
          Map.entry('{', "\\{"),
          Map.entry('}', "\\}"),
          Map.entry('<', "$<$"),
          Map.entry('>', "$>$"),
          // At a row's beginning they would belong to the command before it.
          Map.entry('[', "{[}"),
          Map.entry('*', "{*}"),
          Map.entry('−', "$-$"),
          Map.entry('–', "--"),
          Map.entry('±', "$\\pm$"));

  private LatexReport() {}

  /**
   * The text.
   *
   * @param studies the study by each of its metrics, the first one first
   */
  static String of(List<Study> studies) {
    return "% \\usepackage{booktabs}\n"
        + studies.stream().map(LatexReport::table).collect(Collectors.joining("\n"));
  }

  private static String table(Study study) {
    Numbers numbers = Numbers.of(study);
    List<String> axes = List.copyOf(study.axes());
    StringBuilder rows = new StringBuilder();
    for (Variant variant : study.ranked()) {
      List<String> cells = new ArrayList<>();
      axes.forEach(axis -> cells.add(variant.settings().getOrDefault(axis, Numbers.UNKNOWN)));
      Optional<PairedDifference> difference = study.difference(variant);
      cells.add(numbers.of(variant.summary()));
      cells.add(
          difference
              .map(found -> numbers.signed(found.summary().mean()))
              .orElse(variant.baseline() ? "baseline" : Numbers.UNKNOWN));
      cells.add(difference.map(found -> numbers.of(found.bootstrap())).orElse(""));
      cells.add(difference.map(found -> Numbers.probability(found.adjusted())).orElse(""));
      rows.append(row(cells));
    }
    List<String> head = new ArrayList<>(axes);
    head.addAll(List.of(study.metric().key(), "difference", "95%", "p (Holm)"));
    return """
    \\begin{table}
    \\centering
    \\caption{%s}
    \\begin{tabular}{%srrrr}
    \\toprule
    %s\\midrule
    %s\\bottomrule
    \\end{tabular}
    \\end{table}
    """
        .formatted(escaped(caption(study)), "l".repeat(axes.size()), row(head), rows);
  }

  private static String caption(Study study) {
    return "%s: %s%s, %s; mean and standard deviation over %s, and paired differences to the baseline with 95%% bootstrap intervals."
        .formatted(
            study.name(),
            study.metric().name(),
            study.metric().unit().isEmpty() ? "" : " (" + study.metric().unit() + ")",
            study.metric().direction(),
            Findings.count(study.seeds().size(), "seed"));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(LatexReport::escaped).collect(Collectors.joining(" & ")) + " \\\\\n";
  }

  /** What LaTeX would take for marks of its own. */
  private static String escaped(String text) {
    return text.replaceAll("\\s+", " ")
        .chars()
        .filter(sign -> !Character.isISOControl(sign))
        .mapToObj(sign -> SIGNS.getOrDefault((char) sign, String.valueOf((char) sign)))
        .collect(Collectors.joining());
  }
}
