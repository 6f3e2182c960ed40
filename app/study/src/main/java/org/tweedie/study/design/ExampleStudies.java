package org.tweedie.study.design;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tweedie.engine.problem.Closest;

/** The studies that come with the program. */
public final class ExampleStudies {

  /** Their names. */
  public static final List<String> NAMES =
      List.of(
          "captions",
          "digits-ablation",
          "digits-flow",
          "digits-recipe",
          "digits-sampling",
          "digits-speed",
          "digits-weight-decay",
          "fashion-mnist-flow",
          "ladder",
          "ladder-of-mnist",
          "latents",
          "latents-of-tiles");

  private ExampleStudies() {}

  /**
   * The YAML of a study.
   *
   * @throws IllegalArgumentException in words for the user, if there is none of that name
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "There is no example '%s'.%s  Examples: %s"
              .formatted(name, Closest.question(name, NAMES), String.join(", ", NAMES)));
    }
    try (InputStream stream =
        ExampleStudies.class.getResourceAsStream("/examples/" + name + ".yaml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
