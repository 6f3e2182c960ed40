package org.tweedie.engine.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads tables of comma-separated values (RFC 4180): a cell in quotation marks may hold commas,
 * line ends, and quotation marks where they are doubled. Lines without anything are passed over.
 */
public final class CsvReader {

  private final String text;
  private final String file;
  private int at;
  private int line = 1;

  /**
   * A row of a table.
   *
   * @param line the line of the file on which it begins, from 1
   * @param cells what it holds
   */
  public record Row(int line, List<String> cells) {

    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  private CsvReader(String text, String file) {
    this.text = text;
    this.file = file;
  }

  /**
   * The rows of a table, its heading among them.
   *
   * @param text all of the file
   * @param file its name, for messages
   * @throws FileFormatException with file and line, if quotation marks are not as they must be
   */
  public static List<Row> read(String text, String file) throws FileFormatException {
    return new CsvReader(text, file).rows();
  }

  private List<Row> rows() throws FileFormatException {
    List<Row> rows = new ArrayList<>();
    while (at < text.length()) {
      int begun = line;
      List<String> cells = row();
      if (cells.size() > 1 || !cells.get(0).isEmpty()) {
        rows.add(new Row(begun, cells));
      }
    }
    return rows;
  }

  private List<String> row() throws FileFormatException {
    List<String> cells = new ArrayList<>();
    do {
      cells.add(is('"') ? quoted() : plain());
    } while (took(','));
    // A line ends in one way or another, or the file does.
    boolean returned = took('\r');
    if (took('\n') || returned) {
      line++;
    }
    return cells;
  }

  private String plain() {
    int from = at;
    while (at < text.length() && !isEnd()) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() throws FileFormatException {
    int begun = line;
    StringBuilder cell = new StringBuilder();
    at++;
    while (!took('"') || is('"')) {
      if (at == text.length()) {
        throw wrong(begun, "a quotation mark is never closed");
      }
      char next = text.charAt(at++);
      cell.append(next);
      if (next == '\n' || (next == '\r' && !is('\n'))) {
        line++;
      }
    }
    if (at < text.length() && !isEnd()) {
      throw wrong(line, "something stands behind a closing quotation mark");
    }
    return cell.toString();
  }

  private boolean isEnd() {
    return is(',') || is('\r') || is('\n');
  }

  private boolean is(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private boolean took(char wanted) {
    boolean is = is(wanted);
    at += is ? 1 : 0;
    return is;
  }

  private FileFormatException wrong(int where, String what) {
    return new FileFormatException("%s:%d: %s".formatted(file, where, what));
  }
}
