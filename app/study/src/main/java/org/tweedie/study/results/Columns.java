package org.tweedie.study.results;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Phase;

/**
 * The columns of a table of trials.
 *
 * @param all in their order
 */
record Columns(List<Column> all) {

  private static final String WHOLE = "[-+]?\\d{1,18}";
  private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";
  private static final String TRUTH = "true|false";

  /** What a column holds. */
  enum Type {
    /** Whole numbers. */
    BIGINT,
    /** Numbers. */
    DOUBLE,
    /** True and false. */
    BOOLEAN,
    /** Texts. */
    VARCHAR
  }

  /**
   * One column.
   *
   * @param name in SQL: small letters, digits and underscores
   * @param title the name of the axis or the metric, as people write it
   * @param value of a trial; empty where it has none
   */
  record Column(
      String name, String title, Type type, Function<TrialOutcome, Optional<Object>> value) {}

  static Columns of(List<TrialOutcome> trials) {
    List<Column> columns = new ArrayList<>();
    add(columns, "number", Type.BIGINT, trial -> Optional.of((long) trial.number()));
    add(columns, "id", Type.VARCHAR, trial -> Optional.of(trial.id()));
    add(columns, "status", Type.VARCHAR, trial -> Optional.of(trial.status().word()));
    add(columns, "seed", Type.BIGINT, trial -> Optional.of(trial.seed()));
    Set<String> axes = new LinkedHashSet<>();
    Set<String> metrics = new LinkedHashSet<>();
    for (TrialOutcome trial : trials) {
      axes.addAll(trial.settings().keySet());
      metrics.addAll(trial.readings().keySet());
    }
    for (String axis : axes) {
      Type type = type(trials, axis);
      add(
          columns,
          axis,
          type,
          trial -> Optional.ofNullable(trial.settings().get(axis)).map(text -> value(type, text)));
    }
    for (String metric : metrics) {
      add(
          columns,
          metric,
          Type.DOUBLE,
          trial -> trial.reading(metric).<Object>map(Reading::value).filter(Columns::finite));
      if (trials.stream()
          .flatMap(trial -> trial.reading(metric).stream())
          .anyMatch(reading -> !Double.isNaN(reading.standardError()))) {
        add(
            columns,
            metric + "_se",
            Type.DOUBLE,
            trial ->
                trial.reading(metric).<Object>map(Reading::standardError).filter(Columns::finite));
      }
    }
    for (Phase phase : Phase.values()) {
      add(
          columns,
          phase.word() + "_seconds",
          Type.DOUBLE,
          trial -> Optional.<Object>of(trial.seconds(phase)));
    }
    return new Columns(List.copyOf(columns));
  }

  private static boolean finite(Object value) {
    return Double.isFinite((Double) value);
  }

  private static void add(
      List<Column> columns,
      String title,
      Type type,
      Function<TrialOutcome, Optional<Object>> value) {
    String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    String name = plain;
    for (int i = 2; names(columns).contains(name); i++) {
      name = plain + "_" + i;
    }
    columns.add(new Column(name, title, type, value));
  }

  private static Set<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.toSet());
  }

  /** Numbers where all values are, so that 10 is more than 9. */
  private static Type type(List<TrialOutcome> trials, String axis) {
    List<String> values =
        trials.stream()
            .flatMap(trial -> Optional.ofNullable(trial.settings().get(axis)).stream())
            .toList();
    if (values.stream().allMatch(value -> value.matches(WHOLE))) {
      return Type.BIGINT;
    }
    if (values.stream().allMatch(value -> value.matches(NUMBER))) {
      return Type.DOUBLE;
    }
    return values.stream().allMatch(value -> value.matches(TRUTH)) ? Type.BOOLEAN : Type.VARCHAR;
  }

  private static Object value(Type type, String text) {
    return switch (type) {
      case BIGINT -> Long.valueOf(text.replace("+", ""));
      case DOUBLE -> Double.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case VARCHAR -> text;
    };
  }

  /** The column that someone names, by its name in SQL or as the axis is written. */
  Optional<Column> find(String written) {
    return all.stream()
        .filter(column -> written.equals(column.title()) || written.equalsIgnoreCase(column.name()))
        .findFirst();
  }

  List<String> names() {
    return all.stream().map(Column::name).toList();
  }

  /** For messages: {@code number, sampler_steps (sampler.steps)}. */
  @Override
  public String toString() {
    return all.stream()
        .map(
            column ->
                column.name().equals(column.title())
                    ? column.name()
                    : column.name() + " (" + column.title() + ")")
        .collect(Collectors.joining(", "));
  }
}
