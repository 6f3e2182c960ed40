package org.tweedie.study.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.file.Csv;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of a table.
 *
 * @param columns their names
 * @param rows a value a column; empty where there is none
 */
public record Answer(List<String> columns, List<List<Optional<Object>>> rows) {

  /** What people read; machines get all digits. */
  private static final int DIGITS = 6;

  /** Copies. */
  public Answer {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** For people: columns side by side, numbers to the right. */
  public String text() {
    List<List<String>> lines = new ArrayList<>(List.of(columns));
    rows.forEach(row -> lines.add(row.stream().map(Answer::word).toList()));
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int k = 0; k < line.size(); k++) {
        int column = k;
        int width = lines.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        String space = " ".repeat(width - line.get(k).length());
        padded.append(isNumber(k) ? space + line.get(k) : line.get(k) + space).append("  ");
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text + "%d %s".formatted(rows.size(), rows.size() == 1 ? "trial" : "trials");
  }

  private boolean isNumber(int column) {
    return rows.stream()
        .flatMap(row -> row.get(column).stream())
        .anyMatch(Number.class::isInstance);
  }

  private static String word(Optional<Object> value) {
    return value
        .map(found -> found instanceof Double number ? rounded(number) : String.valueOf(found))
        .orElse("-");
  }

  private static String rounded(double number) {
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(DIGITS));
    BigDecimal shortest = rounded.stripTrailingZeros();
    double size = Math.abs(number);
    return size == 0 || (size >= 1e-4 && size < 1e9)
        ? shortest.toPlainString()
        : shortest.toString();
  }

  /** For spreadsheets. */
  public String csv() {
    StringBuilder csv = new StringBuilder(Csv.line(columns));
    rows.forEach(
        row ->
            csv.append(
                Csv.line(row.stream().map(cell -> cell.map(String::valueOf).orElse("")).toList())));
    return csv.toString().stripTrailing();
  }

  /** For machines: an array of objects; what a trial does not have is left out. */
  public String json() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (List<Optional<Object>> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int k = 0; k < columns.size(); k++) {
        String column = columns.get(k);
        row.get(k).ifPresent(value -> object.put(column, value));
      }
      objects.add(object);
    }
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(objects);
  }
}
