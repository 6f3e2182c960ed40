package org.tweedie.study.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.fake.Golden;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Status;

/** Trials asked in SQL. */
class ResultsDatabaseTest {

  private static final String SECRET = "a secret that no condition may read";

  @TempDir static Path folder;

  private final ResultsDatabase database =
      new ResultsDatabase(
          List.of(
              trial(1, "linear", "9", "1e-3", 1.75),
              trial(2, "learned", "10", "2e-4", 1.5),
              trial(3, "learned", "100", "2e-4", 1.625),
              trial(4, "it's", "10", "2e-4", Double.NaN)));

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule = 'learned'",
        "schedule = \"learned\"",
        "SCHEDULE = \"learned\"",
        "\"schedule\" = \"learned\"",
        "schedule LIKE 'l%d' -- what a comment hides",
        "test_bpd < 1.7",
        "sampler_steps > 9 AND status = 'done' AND schedule <> 'it''s'",
        "\"sampler.steps\" > 9 AND NOT schedule = \"it's\"",
        "train_learning_rate = 0.0002 AND test_bpd IS NOT NULL",
        "number IN (SELECT number FROM trials WHERE test_bpd < 1.7)"
      })
  void conditionsCanBeWrittenInManyWays(String condition) {
    assertThat(numbers(condition)).containsExactly(2L, 3L);
  }

  @Test
  void rowsAreSortedAsAskedAndThoseWithoutAValueComeLast() {
    assertThat(sorted("test_bpd")).containsExactly(2L, 3L, 1L, 4L);
    assertThat(sorted("test_bpd desc")).containsExactly(1L, 3L, 2L, 4L);
    assertThat(sorted("sampler.steps")).as("as numbers").containsExactly(1L, 2L, 4L, 3L);
    assertThat(sorted("schedule", "sampler_steps DESC")).containsExactly(4L, 3L, 2L, 1L);
    assertThat(sorted()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void answerHasTheColumnsThatAreAskedForInEveryForm() {
    List<String> select = List.of("schedule", "sampler.steps", "test_bpd");
    Answer answer = database.ask(select, Optional.of("number > 2"), List.of());
    assertThat(answer.text())
        .isEqualTo(
            """
            schedule  sampler_steps  test_bpd
            learned             100     1.625
            it's                 10         -
            2 trials""");
    assertThat(answer.csv())
        .isEqualTo("schedule,sampler_steps,test_bpd\nlearned,100,1.625\nit's,10,");
    assertThat(answer.json().replaceAll("\\s+", ""))
        .isEqualTo(
            "[{\"schedule\":\"learned\",\"sampler_steps\":100,\"test_bpd\":1.625},"
                + "{\"schedule\":\"it's\",\"sampler_steps\":10}]");
    assertThat(database.ask(List.of(), Optional.of("FALSE"), List.of()).columns())
        .containsExactly(
            "number",
            "id",
            "status",
            "seed",
            "schedule",
            "sampler_steps",
            "train_learning_rate",
            "test_bpd",
            "train_seconds",
            "sample_seconds",
            "measure_seconds");
  }

  @Test
  void peopleReadSixDigitsAndMachinesAll() {
    Answer answer =
        new Answer(
            List.of("a", "b", "c"),
            List.of(
                List.of(Optional.of(1.23456789), Optional.of(1.23456789e-7), Optional.of(30.0))));
    assertThat(answer.text()).contains("1.23457  1.23457E-7  30\n");
    assertThat(answer.csv()).endsWith("1.23456789,1.23456789E-7,30.0");
  }

  @Test
  void axesThatWouldShareAColumnGetOneEach() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("a.b", "1");
    settings.put("a-b", "true");
    settings.put("value", "x");
    settings.put("seed", "7");
    try (ResultsDatabase other = new ResultsDatabase(List.of(trial(1, settings, 1)))) {
      assertThat(other.columns())
          .contains("a_b (a.b), a_b_2 (a-b), value, seed_2 (seed), test_bpd");
      assertThat(
              other
                  .ask(List.of(), Optional.of("\"a-b\" AND value = 'x' AND seed_2 = 7"), List.of())
                  .rows())
          .hasSize(1);
    }
  }

  @Test
  void studyWithoutTrialsHasNoRows() {
    try (ResultsDatabase none = new ResultsDatabase(List.of())) {
      assertThat(none.ask(List.of(), Optional.empty(), List.of()).rows()).isEmpty();
    }
  }

  @Test
  void whatCannotBeUnderstoodIsToldInWords() {
    StringBuilder told = new StringBuilder();
    for (String condition :
        List.of(
            "shedule = 'linear'",
            "schedule = linear",
            "schedule == 'linear'",
            "schedule = 'linear",
            "sampler.steps = 9",
            "sampler_steps = 'many'",
            "number = 1; DROP TABLE trials",
            "")) {
      told.append(condition).append("\n  ").append(refusal(condition)).append('\n');
    }
    Golden.check("results-conditions", told.toString());
    assertThatThrownBy(() -> database.ask(List.of("tst_bpd"), Optional.empty(), List.of()))
        .hasMessage("There is no column 'tst_bpd'. Did you mean 'test_bpd'?");
    assertThatThrownBy(() -> sorted("test_bpd falling"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("'test_bpd falling' is no order");
  }

  static Stream<String> attacks() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), SECRET + "\n");
    Path script = Files.writeString(folder.resolve("script.sql"), "DELETE FROM trials;");
    String written = folder.resolve("written").toString();
    return Stream.of(
            "FILE_READ('%s') IS NOT NULL".formatted(secret),
            "'%s' = TRIM(FILE_READ('%s', NULL))".formatted(SECRET, secret),
            "FILE_WRITE('x', '%s') > 0".formatted(written),
            "EXISTS (SELECT * FROM CSVREAD('%s'))".formatted(secret),
            "CSVWRITE('%s', 'SELECT * FROM trials') > 0".formatted(written),
            "EXISTS (SELECT * FROM LINK_SCHEMA('X', '', 'jdbc:h2:%s', 'sa', '', 'PUBLIC'))"
                .formatted(written),
            "1 = 1) UNION SELECT FILE_READ('%s') --".formatted(secret),
            "number = (SELECT 1 FROM FINAL TABLE (INSERT INTO trials(\"number\") VALUES (9)))",
            "number = (SELECT 1 FROM OLD TABLE (DELETE FROM trials))",
            "1 = 1); RUNSCRIPT FROM '%s'; SELECT (1".formatted(script),
            "1 = 1)\u003b CREATE ALIAS f FOR 'java.lang.System.exit'; SELECT (1",
            "ABORT_SESSION(1)",
            "$$;$$ = ';' AND FILE_READ('%s') = ''".formatted(secret))
        // Paths of Windows have backslashes, which stand for themselves in SQL.
        .map(String::valueOf);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void conditionsReachNothingButTheTrials(String condition) throws IOException {
    String refusal = refusal(condition);
    assertThat(refusal).doesNotContain(SECRET);
    assertThat(folder.resolve("written")).doesNotExist();
    assertThat(numbers("TRUE")).as("the trials after '%s'", condition).hasSize(4);
  }

  private String refusal(String condition) {
    try {
      return "no refusal, but " + database.ask(List.of(), Optional.of(condition), List.of()).text();
    } catch (QueryException refused) {
      return refused.getMessage();
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attacksAreRefusedAndNotMerelyWithoutEffect(String condition) {
    assertThat(refusal(condition)).doesNotStartWith("no refusal");
  }

  private List<Long> numbers(String condition) {
    return numbers(database.ask(List.of("number"), Optional.of(condition), List.of()));
  }

  private List<Long> sorted(String... keys) {
    return numbers(database.ask(List.of("number"), Optional.empty(), List.of(keys)));
  }

  private static List<Long> numbers(Answer answer) {
    return answer.rows().stream().map(row -> (Long) row.get(0).orElseThrow()).toList();
  }

  private static TrialOutcome trial(
      int number, String schedule, String steps, String rate, double bits) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("schedule", schedule);
    settings.put("sampler.steps", steps);
    settings.put("train.learning-rate", rate);
    return trial(number, settings, bits);
  }

  private static TrialOutcome trial(int number, Map<String, String> settings, double bits) {
    return new TrialOutcome(
        number,
        "id-" + number,
        settings,
        1,
        Status.DONE,
        List.of(),
        Map.of("test_bpd", Reading.of("test_bpd", bits)),
        Map.of(),
        Optional.empty(),
        Path.of("nowhere"),
        List.of(new TrialOutcome.StageTime(Phase.TRAIN, "t", 2)));
  }
}
