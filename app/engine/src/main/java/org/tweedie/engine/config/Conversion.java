package org.tweedie.engine.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Problems;

/**
 * Makes a Java value of what was written for one option. Nothing is coerced: 10.5 is no whole
 * number, {@code yes} no boolean. Where a text is asked for, a number is taken as it was written,
 * since that loses nothing.
 */
final class Conversion {

  private final OptionType option;
  private final Problems problems;

  Conversion(OptionType option, Problems problems) {
    this.option = option;
    this.problems = problems;
  }

  Optional<Object> convert(Value value, String path) {
    if (!OptionType.isList(option.type())) {
      return element(value, path);
    }
    if (!(value instanceof Items items)) {
      return wrong(value, path, "a " + option.typeWord() + ", written [a, b]");
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      element(items.values().get(i), path + "[" + i + "]").ifPresent(elements::add);
    }
    return elements.size() == items.values().size()
        ? Optional.of(List.copyOf(elements))
        : Optional.empty();
  }

  private Optional<Object> element(Value value, String path) {
    Class<?> type = OptionType.element(option.type());
    if (type == int.class || type == Integer.class) {
      return whole(value, path, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
    } else if (type == long.class || type == Long.class) {
      return whole(value, path, Long.MIN_VALUE, Long.MAX_VALUE).map(Object.class::cast);
    } else if (type == double.class || type == Double.class) {
      return number(value, path).map(Object.class::cast);
    } else if (type == float.class || type == Float.class) {
      return number(value, path).map(Double::floatValue);
    } else if (type == boolean.class || type == Boolean.class) {
      return value instanceof Scalar scalar && scalar.tag().equals(Tag.BOOL)
          ? Optional.of(Boolean.valueOf(scalar.text()))
          : wrong(value, path, "true or false");
    } else if (type.isEnum()) {
      return constant(type, value, path);
    }
    return value instanceof Scalar scalar && (scalar.isText() || scalar.isNumber())
        ? Optional.of(scalar.text())
        : wrong(value, path, "a text");
  }

  private Optional<Long> whole(Value value, String path, long lowest, long highest) {
    if (!(value instanceof Scalar scalar) || !scalar.isWhole()) {
      return wrong(value, path, "a whole number").map(Long.class::cast);
    }
    BigInteger number = integer(scalar.text());
    if (number.compareTo(BigInteger.valueOf(lowest)) < 0
        || number.compareTo(BigInteger.valueOf(highest)) > 0) {
      return wrong(value, path, "a whole number between " + lowest + " and " + highest)
          .map(Long.class::cast);
    }
    return Optional.of(number.longValue());
  }

  private Optional<Double> number(Value value, String path) {
    if (value instanceof Scalar scalar && scalar.isWhole()) {
      return finite(integer(scalar.text()).doubleValue(), value, path);
    } else if (value instanceof Scalar scalar && scalar.isNumber()) {
      String text = scalar.text();
      String end = text.toLowerCase(Locale.ROOT);
      boolean special = end.endsWith("inf") || end.endsWith("nan");
      return finite(special ? Double.NaN : Double.parseDouble(text), value, path);
    }
    return wrong(value, path, "a number").map(Double.class::cast);
  }

  private Optional<Double> finite(double number, Value value, String path) {
    return Double.isFinite(number)
        ? Optional.of(number)
        : wrong(value, path, "a finite number").map(Double.class::cast);
  }

  /** The core schema's whole numbers: decimal, {@code 0o17} and {@code 0x1f}. */
  private static BigInteger integer(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    } else if (text.startsWith("0o")) {
      return new BigInteger(text.substring(2), 8);
    }
    return new BigInteger(text);
  }

  private Optional<Object> constant(Class<?> type, Value value, String path) {
    List<String> words = OptionType.words(type);
    // A word such as 'true' or '1' is an enum's like any other.
    if (value instanceof Scalar scalar && !scalar.isNull()) {
      for (Object constant : type.getEnumConstants()) {
        if (OptionType.word((Enum<?>) constant).equals(scalar.text())) {
          return Optional.of(constant);
        }
      }
      problems.add(
          "unknown-value",
          value.location(),
          path,
          "'%s' cannot be '%s'.%s  Allowed: %s"
              .formatted(
                  option.name(),
                  scalar.text(),
                  Closest.question(scalar.text(), words),
                  String.join(", ", words)));
      return Optional.empty();
    }
    return wrong(value, path, "one of " + String.join(", ", words));
  }

  private Optional<Object> wrong(Value value, String path, String expected) {
    problems.add(
        "wrong-type",
        value.location(),
        path,
        "%s must be %s, not %s.%s"
            .formatted(
                name(path),
                expected,
                value.found(),
                allowed(path)
                    .filter(allowed -> !expected.contains(allowed))
                    .map(allowed -> "  Allowed: " + allowed)
                    .orElse("")));
    return Optional.empty();
  }

  /** Of an element of a list, what is allowed of elements. */
  private Optional<String> allowed(String path) {
    return path.endsWith("]") ? option.range().value() : option.allowed();
  }

  /** The last part of a path: {@code 'multipliers[1]'}. */
  static String name(String path) {
    return "'" + path.substring(path.lastIndexOf('.') + 1) + "'";
  }
}
