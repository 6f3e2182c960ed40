package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {

  @Test
  void valuesArePartedAtTheCommasOutsideBrackets() {
    assertThat(OptionValues.parse("sampler = ddim, {type: heun, churn: 10} ,[a, b]"))
        .contains(
            new OptionValues("sampler", List.of("ddim", "{type: heun, churn: 10}", "[a, b]")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sampler", "=1,2", "sampler=", "sampler=1,,2", "sampler=1,"})
  void whatIsWrittenOtherwiseIsNoOption(String text) {
    assertThat(OptionValues.parse(text)).isEmpty();
  }

  @Test
  void numbersAreToldFromWords() {
    assertThat(OptionValues.parse("a=0,1e-3,-2").orElseThrow().isNumeric()).isTrue();
    assertThat(OptionValues.parse("a=0,few").orElseThrow().isNumeric()).isFalse();
    assertThat(OptionValues.parse("a=1,NaN").orElseThrow().isNumeric()).isFalse();
  }

  @Test
  void aComponentReadsWithoutYamlsSigns() {
    assertThat(OptionValues.words("{type: heun, churn: 10}")).isEqualTo("heun, churn: 10");
    assertThat(OptionValues.words("ddim")).isEqualTo("ddim");
    assertThat(OptionValues.words("[a, b]")).isEqualTo("[a, b]");
  }
}
