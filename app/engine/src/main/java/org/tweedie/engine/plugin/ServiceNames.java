package org.tweedie.engine.plugin;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;

/** What a service file names that {@link java.util.ServiceLoader} passes over without a word. */
final class ServiceNames {

  private ServiceNames() {}

  /** That a service file names nothing, or classes of Java itself. */
  static Optional<Problem> ignored(PluginFiles.Contents contents, ClassLoader loader) {
    if (!contents.hasService()) {
      return Optional.empty();
    }
    List<String> javas =
        contents.services().stream().filter(name -> isJavas(name, loader)).toList();
    if (contents.services().isEmpty()) {
      return problem(contents, "The service file names no class, so the jar brings nothing.");
    }
    return javas.isEmpty()
        ? Optional.empty()
        : problem(
            contents,
            "The service file names %s, which is Java's own and no plugin."
                .formatted(String.join(", ", javas)));
  }

  private static boolean isJavas(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader).getModule().isNamed();
    } catch (ClassNotFoundException | LinkageError told) {
      return false;
    }
  }

  private static Optional<Problem> problem(PluginFiles.Contents contents, String what) {
    return Optional.of(
        Problem.of(
            "plugin-service",
            Location.of(contents.jar().toString()),
            what,
            "Please have it written by @AutoService(DiffusionPlugin.class)."));
  }
}
