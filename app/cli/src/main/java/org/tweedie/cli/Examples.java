package org.tweedie.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.problem.Closest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The configs that come with the program. */
final class Examples {

  /** Their names, the first one first to try. */
  static final List<String> NAMES =
      List.of("digits", "fashion-mnist", "fashion-mnist-small", "moons");

  /** Those that are studies. */
  static final List<String> STUDIES = List.of("digits-ablation");

  private Examples() {}

  /**
   * The YAML of an example that a user named.
   *
   * @throws ParameterException if there is none of that name
   */
  static String named(CommandSpec command, String name) {
    return named(command, name, NAMES);
  }

  /**
   * The YAML of a study that a user named.
   *
   * @throws ParameterException if there is none of that name
   */
  static String study(CommandSpec command, String name) {
    return named(command, name, STUDIES);
  }

  /** The YAML of an example's config, if there is one of that name. */
  static Optional<String> find(String name) {
    return Optional.of(name).filter(NAMES::contains).map(Examples::text);
  }

  private static String named(CommandSpec command, String name, List<String> names) {
    if (!names.contains(name)) {
      throw new ParameterException(
          command.commandLine(),
          "There is no example '%s'.%s  Examples: %s"
              .formatted(name, Closest.question(name, names), String.join(", ", names)));
    }
    return text(name);
  }

  /** The YAML of an example. */
  static String text(String name) {
    try (InputStream stream = Examples.class.getResourceAsStream("/examples/" + name + ".yaml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The comment at its beginning, as it stands there. */
  static List<String> heading(String name) {
    return text(name).lines().takeWhile(line -> line.startsWith("#")).toList();
  }

  /** The first line of that comment. */
  static String summary(String name) {
    return heading(name).get(0).substring(1).strip();
  }
}
