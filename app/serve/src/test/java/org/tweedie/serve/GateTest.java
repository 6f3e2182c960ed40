package org.tweedie.serve;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  private static final String TOKEN = "a-token-that-is-long-enough";

  private static void check(ServingOptions options, Map<String, String> headers) {
    new Gate(options).check(name -> Optional.ofNullable(headers.get(name)), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"})
  void thisMachineIsKnownByItsNames(String host) {
    assertThatCode(() -> check(ServingOptions.usual(), Map.of("Host", host)))
        .doesNotThrowAnyException();
  }

  /** A name that somebody lets point here, so that a browser takes the answers for its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "",
        "127.0.0.2",
        "[::2]"
      })
  void otherNamesAreRefusedWhereNoTokenIsNeeded(String host) {
    assertThatThrownBy(() -> check(ServingOptions.usual(), Map.of("Host", host)))
        .isInstanceOf(Refusal.class);
    assertThatCode(
            () ->
                check(
                    ServingOptions.usual().withToken(TOKEN),
                    Map.of("Host", host, "Authorization", "Bearer " + TOKEN)))
        .doesNotThrowAnyException();
  }

  @Test
  void pagesOfThisServerMayAskAndOthersMayNot() {
    assertThatCode(
            () ->
                check(
                    ServingOptions.usual(),
                    Map.of("Host", "localhost:8080", "Origin", "http://localhost:8080")))
        .doesNotThrowAnyException();
    for (String origin :
        new String[] {
          "http://localhost:8081", "https://evil.example", "null", "http://", "\u0001"
        }) {
      assertThatThrownBy(
              () ->
                  check(ServingOptions.usual(), Map.of("Host", "localhost:8080", "Origin", origin)))
          .as(origin)
          .isInstanceOf(Refusal.class);
    }
  }
}
