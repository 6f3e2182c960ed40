package org.tweedie.engine.plugin;

import java.util.Optional;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;

/** Turns what ServiceLoader throws into advice. */
final class ProviderFailure {

  private static final String BROKEN = "plugin-broken";

  private ProviderFailure() {}

  static Problem problem(Location location, Throwable thrown) {
    Throwable cause =
        thrown instanceof LinkageError
            ? thrown
            : Optional.ofNullable(thrown.getCause()).orElse(thrown);
    if (cause instanceof LinkageError missing) {
      return Problem.of(
          Advice.code(missing), location, "The plugin cannot be loaded.", Advice.missing(missing));
    }
    if (cause instanceof NoSuchMethodException || message(thrown).contains("public no-arg")) {
      return Problem.of(
          BROKEN,
          location,
          "The plugin's class has no public constructor without parameters, or is not public.",
          message(thrown) + ".",
          "Please make both public, and build it again.");
    }
    if (thrown instanceof java.util.ServiceConfigurationError && cause == thrown) {
      return Problem.of(
          BROKEN,
          location,
          "The service file is wrong: " + message(thrown) + ".",
          "Please have it written by @AutoService(DiffusionPlugin.class).");
    }
    return Problem.of(
        BROKEN,
        location,
        "The plugin fails when it is loaded: " + Advice.thrown(cause) + ".",
        "Its components are left out. Please tell its author.");
  }

  private static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage())
        .replaceFirst("^org\\.tweedie\\.api\\.plugin\\.DiffusionPlugin: ", "");
  }
}
