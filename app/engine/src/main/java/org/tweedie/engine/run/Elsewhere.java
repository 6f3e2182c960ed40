package org.tweedie.engine.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Shell;

/**
 * A run that is used in another working directory than the one that it was made in: paths in its
 * config that are relative to the working directory mean other files there, or none.
 *
 * @param made the directory that it was made in
 */
public record Elsewhere(Path made) {

  /**
   * An option's text that is the name of something in the directory that the run was made in.
   *
   * @param path the option's path in the config
   * @param name the text
   */
  private record Named(String path, String name) {}

  /** Of a run's folder; empty where it is used where it was made, or nobody knows. */
  public static Optional<Elsewhere> of(RunFolder folder) {
    return Provenance.directory(folder)
        .filter(made -> !FileNames.isSame(made, Path.of("")))
        .map(Elsewhere::new);
  }

  /** What is wrong with a run's config here, with advice on all that is found where it was made. */
  public ConfigException advised(ConfigException refused, RunConfig config) {
    List<String> advice = new ArrayList<>();
    for (Named named : names(config)) {
      if (Files.notExists(Path.of(named.name()))) {
        advice.add(
            "The run was made in '%s', where '%s' is; here is the working directory '%s'. Please start the program there, or say %s."
                .formatted(
                    made,
                    named.name(),
                    Path.of("").toAbsolutePath(),
                    "--set "
                        + Shell.quoted(Path.of(named.path() + "=" + made.resolve(named.name())))));
      }
    }
    ConfigException advised = refused;
    for (String line : advice) {
      advised = advised.with(line);
    }
    return advised;
  }

  /** The same where a component is not there: its plugin may lie where the run was made. */
  public ConfigException advised(ConfigException unread) {
    Path plugins = made.resolve("plugins");
    boolean missing =
        unread.problems().stream().map(Problem::code).anyMatch("unknown-component"::equals);
    return missing && Files.isDirectory(plugins)
        ? unread.with(
            "The run was made in '%s', whose plugins are not looked for here: --plugins %s finds them."
                .formatted(made, Shell.quoted(plugins)))
        : unread;
  }

  /** Sentences about what is here by a name that meant something else where the run was made. */
  public List<String> notes(RunConfig config) {
    return names(config).stream()
        .filter(named -> Files.exists(Path.of(named.name())))
        .filter(named -> !FileNames.isSame(made.resolve(named.name()), Path.of(named.name())))
        .map(
            named ->
                "%s is '%s' in the working directory; the run was made in '%s', and there it is another one."
                    .formatted(named.path(), named.name(), made))
        .toList();
  }

  private List<Named> names(RunConfig config) {
    List<Named> names = new ArrayList<>();
    config.components().forEach((kind, choices) -> collect(kind, choices, names));
    return names;
  }

  private void collect(Kind<?> kind, List<Choice> choices, List<Named> names) {
    for (int i = 0; i < choices.size(); i++) {
      String path = kind.key() + (choices.size() > 1 ? "." + i : "");
      Optional<Record> options = choices.get(i).options();
      if (options.isPresent()) {
        for (OptionType option : ComponentType.optionTypes(options.get().getClass())) {
          texts(option.in(options.get()))
              .filter(this::isThere)
              .forEach(text -> names.add(new Named(path + "." + option.name(), text)));
        }
      }
    }
  }

  private static Stream<String> texts(Object value) {
    return value instanceof String text ? Stream.of(text) : Stream.empty();
  }

  /** A word that happens to be no file's name is no path, whatever it is. */
  private boolean isThere(String text) {
    try {
      return !text.isBlank() && !Path.of(text).isAbsolute() && Files.exists(made.resolve(text));
    } catch (InvalidPathException noPath) {
      return false;
    }
  }
}
