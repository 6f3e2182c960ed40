package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @Test
  void cellsWithSeparatorsAreQuoted() {
    assertThat(Csv.line(List.of("a", "b,c", "say \"d\"", "e\nf", "")))
        .isEqualTo("a,\"b,c\",\"say \"\"d\"\"\",\"e\nf\",\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3", "+0.5", "-1.5E-4", "1e9", "-Infinity", "NaN", "-", ".5", "-.5e+3"})
  void numbersStayAsTheyAre(String number) {
    assertThat(Csv.line(List.of(number))).isEqualTo(number + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "--1",
        " =1",
        "\n=1",
        "＝1"
      })
  void noCellIsAFormula(String formula) {
    assertThat(Csv.line(List.of(formula))).matches("(?s)\"?'.*");
  }
}
