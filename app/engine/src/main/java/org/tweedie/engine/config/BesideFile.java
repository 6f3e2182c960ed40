package org.tweedie.engine.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;

/**
 * Paths of the section {@code train}: they are looked for beside the file that names them, and else
 * where the program was started. What is found beside a file is named from there on as seen from
 * where the program was started, since a run's own config lies in another folder.
 */
final class BesideFile {

  private static final String SECTION = "train";
  private static final String OPTION = "from";

  private BesideFile() {}

  /** The config with such paths. */
  static Mapping resolved(Mapping config) {
    Entry section = config.entries().get(SECTION);
    if (section == null || !(section.value() instanceof Mapping options)) {
      return config;
    }
    Entry option = options.entries().get(OPTION);
    if (option == null || !(option.value() instanceof Scalar word) || !word.isText()) {
      return config;
    }
    return beside(word)
        .map(path -> new Scalar(word.location(), word.tag(), path.toString()))
        .map(found -> put(config, SECTION, section, put(options, OPTION, option, found)))
        .orElse(config);
  }

  private static Mapping put(Mapping mapping, String key, Entry entry, Value value) {
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, new Entry(entry.key(), value));
    return new Mapping(mapping.location(), entries);
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
