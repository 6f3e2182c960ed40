package org.tweedie.study.results;

/**
 * A condition as people write it, turned into SQL. A word in double quotes is a column where there
 * is one of that name, as SQL has it, and a text where there is none: so {@code schedule =
 * "learned"} can be written between the single quotes of a shell. A bare word that is a column is
 * one even where SQL has another use for it, as for {@code value}.
 */
final class WrittenCondition {

  private WrittenCondition() {}

  /**
   * The condition in SQL.
   *
   * @throws QueryException if a quote is not closed, or there is more than a condition
   */
  static String sql(String written, Columns columns) {
    if (written.isBlank()) {
      throw new QueryException("The condition is empty.");
    }
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < written.length(); ) {
      char c = written.charAt(i);
      if (c == '\'' || c == '"') {
        int end = end(written, i);
        String quoted = written.substring(i, end);
        sql.append(c == '\'' ? quoted : meaning(quoted, columns));
        i = end;
      } else if (c == ';') {
        throw new QueryException("The condition has a semicolon: it is one condition and no more.");
      } else if (Character.isJavaIdentifierStart(c)) {
        int end = i + 1;
        while (end < written.length() && Character.isJavaIdentifierPart(written.charAt(end))) {
          end++;
        }
        String word = written.substring(i, end);
        sql.append(columns.find(word).map(WrittenCondition::quoted).orElse(word));
        i = end;
      } else {
        sql.append(c);
        i++;
      }
    }
    return sql.toString();
  }

  /** Where a quoted text has ended; a quote that is doubled stands for itself. */
  private static int end(String written, int start) {
    char quote = written.charAt(start);
    for (int i = start + 1; i < written.length(); i++) {
      if (written.charAt(i) == quote) {
        if (i + 1 < written.length() && written.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    throw new QueryException("The quote %s is not closed.".formatted(written.substring(start)));
  }

  private static String meaning(String quoted, Columns columns) {
    String text = quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
    return columns
        .find(text)
        .map(WrittenCondition::quoted)
        .orElseGet(() -> "'" + text.replace("'", "''") + "'");
  }

  /** A column in SQL, whatever else its name may mean there. */
  static String quoted(Columns.Column column) {
    return "\"" + column.name() + "\"";
  }
}
