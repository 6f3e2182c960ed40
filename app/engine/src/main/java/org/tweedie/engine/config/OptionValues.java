package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An option and the values that it is to take, as in {@code sampler.steps=5,10} or {@code
 * sampler=ddim,{type: heun, churn: 10}}.
 *
 * @param option its path
 * @param values YAML each, in the order they were written; at least one
 */
public record OptionValues(String option, List<String> values) {

  /** Copies. */
  public OptionValues {
    values = List.copyOf(values);
  }

  /** Reads {@code PATH=VALUE,VALUE}; empty if the text is not written so. */
  public static Optional<OptionValues> parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      return Optional.empty();
    }
    List<String> values = parts(text.substring(equals + 1)).stream().map(String::strip).toList();
    return values.stream().anyMatch(String::isEmpty)
        ? Optional.empty()
        : Optional.of(new OptionValues(text.substring(0, equals).strip(), values));
  }

  /** The override that gives the option one of its values. */
  public String override(String value) {
    return option + "=" + value;
  }

  /** Whether all values are numbers. */
  public boolean isNumeric() {
    return values.stream().allMatch(value -> number(value).isPresent());
  }

  /** A value as a number, if it is one. */
  public static OptionalDouble number(String value) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** A value without the signs that YAML wants: {@code {type: ddim, eta: 1}} is ddim, eta: 1. */
  public static String words(String value) {
    return value
        .replaceFirst("^\\{\\s*type:\\s*", "")
        .replaceFirst("^\\{\\s*", "")
        .replaceFirst("\\s*}$", "");
  }

  /** At the commas that are neither inside brackets nor inside quotes. */
  public static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    char quote = 0;
    char before = ',';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ((c == '"' || c == '\'') && "[{,:".indexOf(before) >= 0) {
        // Elsewhere it is a letter of a word.
        quote = c;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
      } else {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      }
      before = Character.isWhitespace(c) ? before : c;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
