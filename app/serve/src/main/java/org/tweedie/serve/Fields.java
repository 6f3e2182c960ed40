package org.tweedie.serve;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.JsonDocument;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * The fields of a request's JSON: each is asked for by name, and what nobody asked for is a
 * problem. All problems are told at once, at their places. For one thread.
 */
final class Fields {

  /** What the JSON is called in places, as in {@code request:1:12}. */
  static final String SOURCE = "request";

  private final Mapping body;
  private final Problems problems = new Problems();
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Mapping body) {
    this.body = body;
  }

  /**
   * Reads the JSON of a request.
   *
   * @throws ConfigException if it is no JSON object
   */
  static Fields of(byte[] json) {
    Problems problems = new Problems();
    Optional<Value> value = JsonDocument.read(SOURCE, json, problems);
    if (value.isPresent() && !(value.get() instanceof Mapping)) {
      problems.add(
          "wrong-type",
          value.get().location(),
          "",
          "A request is an object, not %s.".formatted(value.get().found()));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new Fields((Mapping) value.orElseThrow());
  }

  Problems problems() {
    return problems;
  }

  /** Where the value of a path is, as far as the request says it. */
  Location place(String path) {
    Value value = body;
    for (String key : path.split("\\.")) {
      Entry entry = value instanceof Mapping mapping ? mapping.entries().get(key) : null;
      if (entry == null) {
        break;
      }
      value = entry.value();
    }
    return value.location();
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  private Optional<Value> value(String key) {
    known.add(key);
    return Optional.ofNullable(body.entries().get(key))
        .map(Entry::value)
        .filter(value -> !(value instanceof Scalar scalar && scalar.isNull()));
  }

  /** A text, or a whole number taken as it was written. */
  Optional<String> text(String key) {
    Optional<Value> value = value(key);
    if (value.isPresent() && value.get() instanceof Scalar scalar) {
      if (scalar.isText() || scalar.isWhole()) {
        return Optional.of(scalar.text());
      }
    }
    value.ifPresent(wrong -> wrongType(key, "a text", wrong));
    return Optional.empty();
  }

  /** Whether a field says so; false where it is not there. */
  boolean flag(String key) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get() instanceof Scalar scalar
        && !scalar.isText()
        && List.of("true", "false").contains(scalar.text())) {
      return Boolean.parseBoolean(scalar.text());
    }
    wrongType(key, "true or false", value.get());
    return false;
  }

  OptionalLong whole(String key, long low, long high) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!(value.get() instanceof Scalar scalar && scalar.isWhole())) {
      wrongType(key, "a whole number", value.get());
      return OptionalLong.empty();
    }
    // Far longer ones are beyond any bound.
    long number = scalar.text().length() > 18 ? Long.MAX_VALUE : Long.parseLong(scalar.text());
    if (number < low || number > high) {
      problems.add(
          "out-of-range",
          scalar.location(),
          key,
          "'%s' must be between %d and %d, not %s.".formatted(key, low, high, scalar.text()));
      return OptionalLong.empty();
    }
    return OptionalLong.of(number);
  }

  OptionalDouble number(String key) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!(value.get() instanceof Scalar scalar && scalar.isNumber())) {
      wrongType(key, "a number", value.get());
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(scalar.text()));
  }

  /** One of an enum's words. */
  <E extends Enum<E>> Optional<E> word(String key, Class<E> words) {
    Optional<String> text = text(key);
    Optional<E> found =
        text.flatMap(
            word ->
                Arrays.stream(words.getEnumConstants())
                    .filter(constant -> OptionType.word(constant).equals(word))
                    .findFirst());
    if (text.isPresent() && found.isEmpty()) {
      List<String> all = OptionType.words(words);
      problems.add(
          "unknown-value",
          place(key),
          key,
          "There is no %s '%s'.%s".formatted(key, text.get(), Closest.question(text.get(), all)),
          "Available: " + String.join(", ", all));
    }
    return found;
  }

  /** The values of an object by their names; none where it is not there. */
  Map<String, Value> map(String key) {
    Optional<Value> value = value(key);
    if (value.isPresent() && value.get() instanceof Mapping mapping) {
      Map<String, Value> values = new LinkedHashMap<>();
      mapping.entries().forEach((name, entry) -> values.put(name, entry.value()));
      return values;
    }
    value.ifPresent(wrong -> wrongType(key, "an object", wrong));
    return Map.of();
  }

  /** The values of a list; none where it is not there. */
  List<Value> list(String key) {
    Optional<Value> value = value(key);
    if (value.isPresent() && value.get() instanceof Items items) {
      return items.values();
    }
    value.ifPresent(wrong -> wrongType(key, "a list", wrong));
    return List.of();
  }

  private void wrongType(String key, String wanted, Value found) {
    problems.add(
        "wrong-type",
        found.location(),
        key,
        "'%s' must be %s, not %s.".formatted(key, wanted, found.found()));
  }

  /**
   * What is said of a config: fields that are its sections, and fields that are options of one.
   *
   * @param sections keys of sections
   * @param section whose options may be fields by themselves
   * @param options their names
   */
  Layer layer(List<String> sections, String section, List<String> options) {
    Mapping layer = Mapping.empty(body.location());
    for (String key : sections) {
      known.add(key);
      Optional.ofNullable(body.entries().get(key))
          .ifPresent(entry -> layer.entries().put(key, entry));
    }
    Mapping flat = Mapping.empty(body.location());
    for (String key : options) {
      known.add(key);
      Optional.ofNullable(body.entries().get(key))
          .ifPresent(entry -> flat.entries().put(key, entry));
    }
    if (!flat.entries().isEmpty()) {
      layer.entries().put(section, new Entry(flat.location(), flat));
    }
    return new Layer(layer);
  }

  /** Notes every field that nobody asked for. */
  void rejectOthers() {
    body.entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                problems.add(
                    "unknown-field",
                    entry.key(),
                    key,
                    "There is no field '%s' here.%s  Fields: %s"
                        .formatted(key, Closest.question(key, known), String.join(", ", known)));
              }
            });
  }

  /** A config with what the request says of it; its problems are noted beside the others. */
  Optional<RunConfig> changed(RunConfig config, Layer layer) {
    try {
      return Optional.of(config.with(List.of(layer)));
    } catch (ConfigException refused) {
      problems.addAll(refused.problems());
      return Optional.empty();
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException with all problems, if there are any
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
  }
}
