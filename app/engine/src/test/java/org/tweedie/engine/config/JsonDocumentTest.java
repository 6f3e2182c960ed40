package org.tweedie.engine.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

class JsonDocumentTest {

  private final Problems problems = new Problems();

  private Optional<Value> read(String text) {
    return JsonDocument.read("request", text.getBytes(UTF_8), problems);
  }

  /** JSON is YAML, so both readers must take it for the same, and see it at the same places. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sampler\": {\"type\": \"ddim\", \"steps\": 20}, \"count\": 4}",
        "{\"guidance\":[{\"scale\":-1.5e3},\"none\"],\n  \"flag\": true,\n \"none\": null}",
        "[]",
        "{}",
        "\"\\u00e9\\n\"",
        "0.25",
        "-17"
      })
  void isReadAsYamlWouldBe(String text) {
    assertThat(read(text)).isEqualTo(YamlParser.document("request", text, problems));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"",
        "{\"a\":",
        "[1,",
        "nul",
        "{'a': 1}",
        "{\"a\": 1,}",
        "{\"a\": 01}",
        "1 2",
        "{} x",
        "{\"a\": NaN}",
        "\"\u0001\"",
        "\"\\x\"",
        "// no",
        "{\"a\": +1}"
      })
  void isToldWhereItIsNone(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(problems.all()).singleElement().extracting(Problem::code).isEqualTo("syntax");
    assertThat(problems.all().get(0).location().line()).isEqualTo(1);
  }

  @Test
  void oneKeyHasOneValue() {
    read("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}");
    assertThat(problems.all())
        .containsExactly(
            new Problem(
                "duplicate-key",
                new Location("request", 2, 16),
                "b.c",
                List.of("'c' is there already, at request:2:8. Please remove one of the two.")));
  }

  @Test
  void whatIsMadeToHurtIsRefused() {
    for (String text :
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(30) + "1" + "}".repeat(30),
            "[" + "1,".repeat(20_000) + "1]",
            "1".repeat(100_000),
            "{\"" + "a".repeat(100_000) + "\": 1}")) {
      assertThat(read(text)).as(text.substring(0, 20)).isEmpty();
    }
    assertThat(problems.all()).extracting(Problem::code).containsOnly("syntax");
  }

  @Test
  void otherEncodingsAreToldOrRead() {
    assertThat(JsonDocument.read("request", new byte[] {'"', (byte) 0xff, '"'}, problems))
        .isEmpty();
    assertThat(problems.isEmpty()).isFalse();
  }
}
