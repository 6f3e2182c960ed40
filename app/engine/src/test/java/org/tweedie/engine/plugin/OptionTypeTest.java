package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTypeTest {

  enum Colour {
    RED,
    DARK_BLUE
  }

  /** One option for each way to constrain. */
  record Options(
      int free,
      @Positive int above,
      @PositiveOrZero double atLeast,
      @Negative long below,
      @NegativeOrZero float atMost,
      @Min(2) @Max(9) int between,
      @DecimalMin("0.5") @DecimalMax("1") double closed,
      @DecimalMin(value = "0", inclusive = false) @DecimalMax(value = "1", inclusive = false)
          double open,
      List<@Positive Integer> eachAbove,
      @NotEmpty List<@Min(1) @Max(3) Double> some,
      @Size(min = 2) List<String> pair,
      @Size(min = 3, max = 3) List<Boolean> three,
      @NotBlank String text,
      @Size(max = 8) String shortText,
      Colour colour,
      List<Colour> colours,
      boolean isURLSafe2D) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "free | whole number |",
        "above | whole number | above 0",
        "at-least | number | at least 0",
        "below | whole number | below 0",
        "at-most | number | at most 0",
        "between | whole number | 2 to 9",
        "closed | number | 0.5 to 1",
        "open | number | above 0, below 1",
        "each-above | list of whole numbers | each above 0",
        "some | list of numbers | each 1 to 3; not empty",
        "pair | list of texts | at least 2 elements",
        "three | list of true or false | exactly 3 elements",
        "text | text | not empty",
        "short-text | text | at most 8 characters",
        "colour | word | red, dark-blue",
        "colours | list of words | red, dark-blue",
        "is-url-safe2-d | true or false |",
      })
  void namesTypesAndRangesAreInWords(String name, String typeWord, String allowed) {
    OptionType option =
        ComponentType.optionTypes(Options.class).stream()
            .filter(any -> any.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no option named " + name));
    assertThat(option.typeWord()).isEqualTo(typeWord);
    assertThat(option.allowed()).isEqualTo(Optional.ofNullable(allowed));
  }
}
