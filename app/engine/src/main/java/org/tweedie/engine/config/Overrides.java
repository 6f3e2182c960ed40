package org.tweedie.engine.config;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Reads {@code --set path=value}: the value is YAML, the path leads to it. */
public final class Overrides {

  private Overrides() {}

  public static Optional<Mapping> parse(String override, Problems problems) {
    Location location = Location.of("--set " + override);
    int equals = override.indexOf('=');
    List<String> path =
        equals < 0 ? List.of() : List.of(override.substring(0, equals).split("\\.", -1));
    if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
      problems.add(
          "syntax",
          location,
          "",
          "An override is written path=value, as in --set sampler.steps=50");
      return Optional.empty();
    }
    if (override.substring(equals + 1).isBlank()) {
      problems.add(
          "syntax",
          location,
          String.join(".", path),
          "Nothing stands behind the equals sign. Please write a value, or leave the override out; an empty text is written %s='\"\"'"
              .formatted(override.substring(0, equals)));
      return Optional.empty();
    }
    return YamlParser.fragment(location, override.substring(equals + 1), problems)
        .map(value -> nest(location, path, value));
  }

  private static Mapping nest(Location location, List<String> path, Value value) {
    Value inner = path.size() == 1 ? value : nest(location, path.subList(1, path.size()), value);
    return Mapping.of(location, path.get(0).strip(), inner);
  }
}
