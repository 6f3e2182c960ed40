package org.tweedie.engine.file;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables as comma-separated values (RFC 4180, with plain line ends). */
public final class Csv {

  /** What a spreadsheet would take for a formula: texts that come from files of others, say. */
  private static final Pattern FORMULA =
      Pattern.compile("(?s) *[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20].*");

  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?(Infinity|NaN)|[-+]");

  private static final Pattern SPECIAL = Pattern.compile("(?s).*[\",\r\n].*");

  private Csv() {}

  /**
   * A line with its end. Cells with commas, quotes or line ends are quoted; one that a spreadsheet
   * would run as a formula has an apostrophe before it, which makes it a text there.
   */
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(String text) {
    boolean runs = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    String safe = runs ? "'" + text : text;
    return SPECIAL.matcher(safe).matches() ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }
}
