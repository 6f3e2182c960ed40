package org.tweedie.engine.file;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Tables for people, in columns as wide as their widest cell. */
public final class TextTable {

  private static final String GAP = "  ";

  private TextTable() {}

  /** Cells at their columns' left; lines end without blanks, and the last without a line end. */
  public static String of(List<List<String>> rows) {
    return of(rows, row -> false);
  }

  /** The first column to the left, numbers in the others to the right. */
  public static String ofNumbers(List<List<String>> rows) {
    return of(rows, column -> column > 0);
  }

  private static String of(List<List<String>> rows, IntPredicate isRight) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int i = 0; i < widths.length; i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                line.append(isRight.test(i) ? blanks + row.get(i) : row.get(i) + blanks)
                    .append(GAP);
              }
              return line.toString().stripTrailing();
            })
        .collect(Collectors.joining("\n"));
  }
}
