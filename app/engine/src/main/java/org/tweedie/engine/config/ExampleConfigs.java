package org.tweedie.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.problem.Closest;

/** The configs that come with the engine. */
public final class ExampleConfigs {

  /** Their names, the first one first to try. */
  public static final List<String> NAMES =
      List.of(
          "digits",
          "digits-integer",
          "digits-joint",
          "digits-latents",
          "digits-vae",
          "crawl-tiles-vae",
          "fashion-mnist",
          "fashion-mnist-14",
          "fashion-mnist-14-to-28",
          "fashion-mnist-small",
          "fashion-mnist-vae",
          "mnist",
          "mnist-hierarchical",
          "mnist-iwae",
          "mnist-vae",
          "moons",
          "scenes");

  private ExampleConfigs() {}

  /**
   * The YAML of an example.
   *
   * @throws IllegalArgumentException in words for the user, if there is none of that name
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "There is no example '%s'.%s  Examples: %s"
              .formatted(name, Closest.question(name, NAMES), String.join(", ", NAMES)));
    }
    return resource(name);
  }

  /** The YAML of an example, if there is one of that name. */
  public static Optional<String> find(String name) {
    return Optional.of(name).filter(NAMES::contains).map(ExampleConfigs::resource);
  }

  /** The comment at the beginning of a YAML text, as it stands there. */
  public static List<String> heading(String text) {
    return text.lines().takeWhile(line -> line.startsWith("#")).toList();
  }

  /** The first line of that comment, without its sign. */
  public static String summary(String text) {
    return heading(text).get(0).substring(1).strip();
  }

  private static String resource(String name) {
    try (InputStream stream =
        ExampleConfigs.class.getResourceAsStream("/examples/" + name + ".yaml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
