package org.tweedie.engine.file;

import java.util.List;
import java.util.stream.Collectors;

/** Tables as comma-separated values (RFC 4180, with plain line ends). */
public final class Csv {

  private Csv() {}

  /** A line with its end; cells with commas, quotes or line ends are quoted. */
  public static String line(List<String> cells) {
    return cells.stream()
            .map(
                cell ->
                    cell.matches("(?s).*[\",\r\n].*")
                        ? "\"" + cell.replace("\"", "\"\"") + "\""
                        : cell)
            .collect(Collectors.joining(","))
        + "\n";
  }
}
