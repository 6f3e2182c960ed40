package org.tweedie.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Location;

/** What Java code says of a config, as if it had been read from YAML at one place. */
final class JavaValues {

  private static final String TYPE = "type";

  private JavaValues() {}

  /**
   * A value: a text, a number, a boolean, an enum constant, a component's choice, or a list or a
   * map of these.
   *
   * @param location the place to name where the value is wrong
   * @throws IllegalArgumentException of any other object
   */
  static Value of(Object value, Location location) {
    if (value instanceof Value parsed) {
      return parsed;
    } else if (value instanceof Choice choice) {
      return component(choice, location);
    } else if (value instanceof List<?> list) {
      return new Items(location, list.stream().map(item -> of(item, location)).toList());
    } else if (value instanceof Map<?, ?> map) {
      Mapping mapping = Mapping.empty(location);
      map.forEach((key, item) -> put(mapping, String.valueOf(key), of(item, location)));
      return mapping;
    } else if (value instanceof Enum<?> constant) {
      return new Scalar(location, Tag.STR, OptionType.word(constant));
    } else if (value instanceof Double || value instanceof Float) {
      return new Scalar(location, Tag.FLOAT, number((Number) value));
    } else if (value instanceof Integer || value instanceof Long) {
      return new Scalar(location, Tag.INT, value.toString());
    } else if (value instanceof Boolean) {
      return new Scalar(location, Tag.BOOL, value.toString());
    } else if (value instanceof CharSequence) {
      return new Scalar(location, Tag.STR, value.toString());
    }
    throw new IllegalArgumentException(
        "An option cannot be %s: it is a text, a number, a boolean, or a list or a map of these."
            .formatted(value == null ? "null" : "a " + value.getClass().getName()));
  }

  /** A config's sections, each component where it was chosen. */
  static Mapping of(RunConfig config) {
    Location unknown = Location.of("config");
    Mapping sections = Mapping.empty(unknown);
    config
        .components()
        .forEach(
            (kind, choices) -> {
              List<Value> values =
                  choices.stream()
                      .map(choice -> (Value) component(choice, choice.location()))
                      .toList();
              // A kind that the model has none of is not there at all.
              if (!values.isEmpty() || (kind.isList() && kind.isOptional())) {
                put(
                    sections,
                    kind.key(),
                    values.size() == 1 ? values.get(0) : items(values, unknown));
              }
            });
    for (String section : ConfigReader.SECTIONS) {
      config
          .options(section)
          .ifPresent(options -> put(sections, section, options(options, unknown)));
    }
    return sections;
  }

  private static Items items(List<Value> values, Location unknown) {
    return new Items(values.stream().findFirst().map(Value::location).orElse(unknown), values);
  }

  private static Mapping component(Choice choice, Location location) {
    Mapping component = Mapping.of(location, TYPE, of(choice.reference(), location));
    Optional<Mapping> options = choice.options().map(record -> options(record, location));
    options.ifPresent(own -> component.entries().putAll(own.entries()));
    return component;
  }

  private static Mapping options(Record options, Location location) {
    Mapping mapping = Mapping.empty(location);
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      put(mapping, option.name(), of(option.in(options), location));
    }
    return mapping;
  }

  private static void put(Mapping mapping, String key, Value value) {
    mapping.entries().put(key, new Entry(value.location(), value));
  }

  /** Java's shortest digits, without an exponent where that is short too. */
  private static String number(Number value) {
    double number = value.doubleValue();
    if (Double.isNaN(number)) {
      return ".nan";
    } else if (Double.isInfinite(number)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    String text = value.toString();
    BigDecimal exact = new BigDecimal(text);
    if (exact.signum() == 0) {
      return text.startsWith("-") ? text : "0";
    }
    BigDecimal stripped = exact.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale();
    return exponent > -4 && exponent < 10 ? stripped.toPlainString() : text.replace("E", "e");
  }
}
