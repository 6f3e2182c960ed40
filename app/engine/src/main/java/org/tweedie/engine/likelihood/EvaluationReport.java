package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.file.JsonChecksum;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Likelihoods of one model with everything that one must know to compare them with others.
 *
 * @param likelihoods one or more
 * @param split the examples they were measured on
 * @param step the checkpoint's step
 * @param weights which of the run's weights: {@code ema}, {@code plain}, or as a config has it
 * @param conditional whether the model was told each example's class
 * @param levels of the data, or 0 where they are continuous and likelihoods are of densities
 */
public record EvaluationReport(
    List<LikelihoodReport> likelihoods,
    String split,
    long step,
    String weights,
    boolean conditional,
    int levels) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies. */
  public EvaluationReport {
    likelihoods = List.copyOf(likelihoods);
  }

  /** For people: the bound's terms, or all likelihoods side by side. */
  public String text() {
    return likelihoods.size() == 1 && likelihoods.get(0) instanceof BoundReport bound
        ? text(bound)
        : table();
  }

  private String text(BoundReport report) {
    BoundEstimate bound = report.bound();
    return """
    Bits per dimension on the %s split (a bound: lower is better)
      prior           %s
      reconstruction  %s
      diffusion       %s
      total           %s
      %,d examples, %s, %d draw%s each%s, %s, seed %d\
    """
        .formatted(
            split,
            text(bound.prior()),
            text(bound.reconstruction()),
            text(bound.diffusion()),
            text(bound.total()),
            bound.examples(),
            report.time(),
            report.draws(),
            report.draws() == 1 ? "" : "s",
            report.variance(),
            subject(),
            report.seed());
  }

  private String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", LikelihoodReport::heading));
    Set<String> terms = new LinkedHashSet<>();
    likelihoods.forEach(report -> terms.addAll(report.terms().keySet()));
    terms.remove("total");
    terms.add("total");
    for (String term : terms) {
      rows.add(
          row(
              term,
              report -> Optional.ofNullable(report.terms().get(term)).map(this::text).orElse("")));
    }
    rows.add(row("which is", LikelihoodReport::meaning));
    rows.add(
        row(
            "predictions",
            report -> String.format(Locale.ROOT, "%,.0f an example", report.predictions())));
    if (!isOfEqualCounts()) {
      rows.add(row("examples", report -> String.format(Locale.ROOT, "%,d", report.examples())));
    }
    List<String> lines = new ArrayList<>();
    lines.add("Bits per dimension on the %s split (lower is better)".formatted(split));
    lines.addAll(aligned(rows));
    lines.add(
        isOfEqualCounts()
            ? String.format(
                Locale.ROOT, "  %,d examples, %s", likelihoods.get(0).examples(), subject())
            : "  " + subject());
    for (LikelihoodReport report : likelihoods) {
      report.remarks().forEach(remark -> lines.add("  " + report.heading() + ": " + remark));
    }
    return String.join("\n", lines);
  }

  private boolean isOfEqualCounts() {
    return likelihoods.stream().mapToInt(LikelihoodReport::examples).distinct().count() == 1;
  }

  private interface Cell {
    String of(LikelihoodReport report);
  }

  private List<String> row(String name, Cell cell) {
    List<String> row = new ArrayList<>(List.of(name));
    likelihoods.forEach(report -> row.add(cell.of(report).strip()));
    return row;
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int column = 0; column < row.size(); column++) {
        int own = column;
        int width = rows.stream().mapToInt(other -> other.get(own).length()).max().orElse(0);
        String cell = row.get(column);
        String room = " ".repeat(width - cell.length());
        line.append(column == 0 ? cell + room : "  " + room + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private String subject() {
    return "%s weights of step %,d, %s, %s"
        .formatted(
            weights.equals("ema") ? "averaged" : weights,
            step,
            conditional ? "given the class" : "without a class",
            levels > 0 ? levels + " levels" : "density of continuous data");
  }

  /**
   * For machines. The first bound's terms and protocol stand at the top, where they always were;
   * any other likelihood is an object of its own.
   */
  public String json() {
    return JSON.writeValueAsString(values());
  }

  /** The same with a checksum in it, to be kept in a file. */
  public String file() {
    return JSON.writeValueAsString(JsonChecksum.added(JSON.valueToTree(values()))) + "\n";
  }

  private Map<String, Object> values() {
    Optional<LikelihoodReport> top =
        likelihoods.stream()
            .filter(
                report ->
                    report instanceof BoundReport || report.key().equals(LikelihoodReport.MAIN))
            .findFirst();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unit", "bits/dim");
    top.ifPresent(report -> json.putAll(report.json()));
    for (LikelihoodReport report : likelihoods) {
      if (!top.equals(Optional.of(report))) {
        Map<String, Object> own = report.json();
        Map<String, Object> how = report.protocol();
        if (!isOfEqualCounts()) {
          how.put("examples", report.examples());
        }
        own.put("protocol", how);
        json.put(report.key(), own);
      }
    }
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("split", split);
    protocol.put("examples", likelihoods.get(0).examples());
    protocol.put("weights", weights);
    protocol.put("step", step);
    protocol.put("conditional", conditional);
    protocol.put("levels", levels);
    top.ifPresent(report -> protocol.putAll(report.protocol()));
    json.put("protocol", protocol);
    return json;
  }

  private String text(Estimate estimate) {
    return String.format(Locale.ROOT, "%8.4f ± %.4f", estimate.mean(), estimate.standardError());
  }
}
