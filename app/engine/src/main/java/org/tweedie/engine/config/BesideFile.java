package org.tweedie.engine.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;

/**
 * Paths of other runs that a training takes weights from, by the options {@code train.from}, {@code
 * objective.teacher} and {@code latents.run}: they are looked for beside the file that names them,
 * and else where the program was started. What is found beside a file is named from there on as
 * seen from where the program was started, since a run's or a study's own config lies in another
 * folder.
 */
public final class BesideFile {

  private static final List<String> OPTIONS =
      List.of("train.from", "objective.teacher", "latents.run");

  private BesideFile() {}

  /** A config, or what has configs or options by their paths in it, with such paths. */
  public static Mapping resolved(Mapping config) {
    return resolved(config, "");
  }

  private static Mapping resolved(Mapping mapping, String path) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) ->
                entries.put(
                    key,
                    new Entry(
                        entry.key(),
                        value(entry.value(), path.isEmpty() ? key : path + "." + key))));
    return new Mapping(mapping.location(), entries);
  }

  private static Value value(Value value, String path) {
    if (value instanceof Mapping mapping) {
      return resolved(mapping, path);
    } else if (value instanceof Items items) {
      return new Items(
          items.location(), items.values().stream().map(item -> value(item, path)).toList());
    } else if (value instanceof Scalar word
        && word.isText()
        && OPTIONS.stream()
            .anyMatch(option -> path.equals(option) || path.endsWith("." + option))) {
      return beside(word)
          .<Value>map(found -> new Scalar(word.location(), word.tag(), found.toString()))
          .orElse(word);
    }
    return value;
  }

  private static Optional<Path> beside(Scalar word) {
    String source = word.location().source();
    if (word.text().isBlank() || word.location().line() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Path.of(source).getParent())
          .map(folder -> folder.resolve(word.text()).normalize())
          .filter(Files::exists);
    } catch (InvalidPathException noPath) {
      // Then it is no file either, which whoever reads it says.
      return Optional.empty();
    }
  }
}
