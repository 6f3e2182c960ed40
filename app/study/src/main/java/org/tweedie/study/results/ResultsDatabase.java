package org.tweedie.study.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.jdbcx.JdbcDataSource;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.engine.problem.Closest;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.results.Columns.Column;

/**
 * A study's trials as a table of an embedded database, made anew from the trials each time and kept
 * in memory.
 *
 * <p>Conditions come from the user, so they are run by a user of the database who may read that one
 * table. All that reaches beyond it (files, other databases, functions in Java, changes) takes
 * rights that this user has not, and a condition that does not end is stopped.
 */
public final class ResultsDatabase implements AutoCloseable {

  private static final String TABLE = "trials";
  private static final String READER = "READER";
  private static final int SECONDS = 20;

  /** Of the database as a whole; who is no administrator may not name them. */
  private static final String SETTINGS =
      ";DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
          + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");

  private final Columns columns;
  private final Connection administrator;
  private final Connection reader;

  /** Fills a database with trials. */
  public ResultsDatabase(List<TrialOutcome> trials) {
    columns = Columns.of(trials);
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    String password = UUID.randomUUID().toString();
    try {
      administrator = connect(url + SETTINGS, "ADMINISTRATOR", UUID.randomUUID().toString());
      fill(trials);
      try (Statement statement = administrator.createStatement()) {
        statement.execute("CREATE USER %s PASSWORD '%s'".formatted(READER, password));
        statement.execute("GRANT SELECT ON %s TO %s".formatted(TABLE, READER));
      }
      reader = connect(url, READER, password);
    } catch (SQLException e) {
      throw new IllegalStateException("an empty database in memory takes any table", e);
    }
  }

  private static Connection connect(String url, String user, String password) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser(user);
    source.setPassword(password);
    return source.getConnection();
  }

  private void fill(List<TrialOutcome> trials) throws SQLException {
    String definitions =
        columns.all().stream()
            .map(column -> "\"%s\" %s".formatted(column.name(), column.type()))
            .collect(Collectors.joining(", "));
    try (Statement statement = administrator.createStatement()) {
      statement.execute("CREATE TABLE %s(%s)".formatted(TABLE, definitions));
    }
    String places = columns.all().stream().map(column -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        administrator.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(TABLE, places))) {
      for (TrialOutcome trial : trials) {
        int place = 1;
        for (Column column : columns.all()) {
          insert.setObject(place++, column.value().apply(trial).orElse(null));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * Asks.
   *
   * @param select the columns to show; all where none is named
   * @param where a condition in SQL; empty for all trials
   * @param sort columns to sort by, each with {@code asc} or {@code desc} behind it or nothing;
   *     what has no value comes last
   * @throws QueryException if the question cannot be understood
   */
  public Answer ask(List<String> select, Optional<String> where, List<String> sort) {
    List<Column> shown =
        select.isEmpty() ? columns.all() : select.stream().map(this::column).toList();
    String sql =
        "SELECT "
            + shown.stream().map(WrittenCondition::quoted).collect(Collectors.joining(", "))
            + " FROM "
            + TABLE
            // The line end ends a comment that the condition may end with.
            + where.map(text -> " WHERE (" + WrittenCondition.sql(text, columns) + "\n)").orElse("")
            + " ORDER BY "
            + sort.stream().map(key -> order(key) + ", ").collect(Collectors.joining())
            + "\"number\"";
    try (PreparedStatement statement = reader.prepareStatement(sql)) {
      statement.setQueryTimeout(SECONDS);
      try (ResultSet result = statement.executeQuery()) {
        return new Answer(shown.stream().map(Column::name).toList(), rows(result, shown.size()));
      }
    } catch (SQLException e) {
      throw new QueryException(words(e), e);
    }
  }

  private static List<List<Optional<Object>>> rows(ResultSet result, int width)
      throws SQLException {
    List<List<Optional<Object>>> rows = new ArrayList<>();
    while (result.next()) {
      List<Optional<Object>> row = new ArrayList<>();
      for (int k = 1; k <= width; k++) {
        row.add(Optional.ofNullable(result.getObject(k)));
      }
      rows.add(row);
    }
    return rows;
  }

  private Column column(String written) {
    return columns
        .find(written.strip())
        .orElseThrow(() -> new QueryException(unknown(written.strip())));
  }

  private String order(String key) {
    String[] words = key.strip().split("\\s+");
    String direction = words.length == 1 ? "ASC" : words[1].toUpperCase(Locale.ROOT);
    if (words.length > 2 || !List.of("ASC", "DESC").contains(direction)) {
      throw new QueryException(
          "'%s' is no order: write a column, and 'desc' behind it for the largest first."
              .formatted(key));
    }
    return WrittenCondition.quoted(column(words[0])) + " " + direction + " NULLS LAST";
  }

  private String unknown(String written) {
    return "There is no column '%s'.%s"
        .formatted(written, Closest.question(written, columns.names()));
  }

  /** What went wrong, in words that do not speak of databases where that can be helped. */
  private String words(SQLException failure) {
    String message =
        failure instanceof JdbcException told ? told.getOriginalMessage() : Advice.said(failure);
    Matcher name = NAME.matcher(message);
    return switch (failure.getErrorCode()) {
      case ErrorCode.COLUMN_NOT_FOUND_1 ->
          unknown(name.find() ? name.group(1) : "") + " A text stands in quotes.";
      case ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.ADMIN_RIGHTS_REQUIRED ->
          "A condition may look at the trials of the study, and at nothing else.";
      case ErrorCode.STATEMENT_WAS_CANCELED ->
          "The condition took more than %d seconds.".formatted(SECONDS);
      case ErrorCode.SYNTAX_ERROR_1, ErrorCode.SYNTAX_ERROR_2 ->
          "The condition is not one in SQL, as in: status = 'done' AND test_bpd < 2";
      case ErrorCode.DATA_CONVERSION_ERROR_1 ->
          "A number is compared with a text, or a text with a number%s."
              .formatted(name.find() ? ": '" + name.group(1) + "'" : "");
      default -> message;
    };
  }

  /** The columns with their names in SQL, and those of the axes where they differ. */
  public String columns() {
    return columns.toString();
  }

  @Override
  public void close() {
    try {
      reader.close();
      // The database goes with its last connection.
      administrator.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a database in memory is closed without any file", e);
    }
  }
}
