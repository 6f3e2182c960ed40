package org.tweedie.engine.plugin;

import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** Looks at a plugin's jars before a class of theirs is loaded. */
final class JarCheck {

  private JarCheck() {}

  /**
   * The jars with a service file, if the plugin may be loaded; else none.
   *
   * @param host whose classes are taken before the jars' own where packages are shared
   * @param problems takes what is wrong, including what does not keep the plugin from being loaded
   */
  static List<PluginFiles.Contents> check(PluginFiles files, ClassLoader host, Problems problems) {
    List<PluginFiles.Contents> services = new ArrayList<>();
    boolean readable = true;
    for (Path jar : files.jars()) {
      try {
        PluginFiles.Contents contents = PluginFiles.contents(jar, host);
        if (!contents.sharedPackages().isEmpty()) {
          problems.add(ownCopy(contents));
        }
        if (!contents.damaged().isEmpty()) {
          readable = false;
          problems.add(damaged(contents));
        }
        if (contents.hasService()) {
          services.add(contents);
        }
        notFollowed(contents, files.jars()).ifPresent(problems::add);
      } catch (IOException | RuntimeException broken) {
        readable = false;
        problems.add(
            Problem.of(
                "plugin-jar",
                at(jar),
                "This is no jar, or a damaged one: " + broken.getMessage() + ".",
                "Please copy or download it again."));
      }
    }
    if (!readable) {
      return List.of();
    }
    if (services.isEmpty()) {
      problems.add(noService(files.path()));
    }
    boolean runs = true;
    for (PluginFiles.Contents contents : services) {
      Optional<Problem> problem = version(contents);
      problem.ifPresent(problems::add);
      runs &= problem.isEmpty();
    }
    return runs ? services : List.of();
  }

  private static Problem damaged(PluginFiles.Contents contents) {
    int others = contents.damaged().size() - 1;
    return Problem.of(
        "plugin-jar",
        at(contents.jar()),
        "The jar is damaged: %s in it cannot be read%s."
            .formatted(
                contents.damaged().get(0), others == 0 ? "" : ", nor can " + others + " more"),
        "Please copy or download it again.");
  }

  /** That a manifest leads to jars which are there and are not used, for nobody looks at them. */
  private static Optional<Problem> notFollowed(PluginFiles.Contents contents, List<Path> own) {
    List<String> there =
        contents.classPath().stream()
            .filter(entry -> isElsewhere(contents.jar(), entry, own))
            .toList();
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                "plugin-class-path",
                at(contents.jar()),
                "The manifest's Class-Path names %s, which is not used: a plugin's code is in its own jars alone."
                    .formatted(String.join(", ", there)),
                "If it needs that, please put all its jars into a folder of their own: plugins/NAME/*.jar"));
  }

  private static boolean isElsewhere(Path jar, String entry, List<Path> own) {
    try {
      Path named = Path.of(jar.toAbsolutePath().toUri().resolve(entry));
      return Files.exists(named)
          && own.stream().noneMatch(one -> one.toAbsolutePath().normalize().equals(named));
    } catch (IllegalArgumentException | FileSystemNotFoundException elsewhere) {
      // Another machine's, as in https://.
      return true;
    }
  }

  private static Problem noService(Path path) {
    return Problem.of(
        "plugin-service",
        at(path),
        "There is no " + PluginFiles.SERVICE_FILE + ", so this is not a plugin.",
        "If it is one: annotate its DiffusionPlugin with @AutoService(DiffusionPlugin.class) and build it again.",
        "If it is a library that a plugin needs: put both into a folder of their own, plugins/NAME/*.jar");
  }

  private static Problem ownCopy(PluginFiles.Contents contents) {
    return Problem.of(
        "plugin-own-copy",
        at(contents.jar()),
        "The jar holds its own copy of "
            + String.join(", ", contents.sharedPackages())
            + ", which is not used: those classes come from this program.",
        "Please build the plugin with these libraries in Maven's scope 'provided'.");
  }

  private static Optional<Problem> version(PluginFiles.Contents contents) {
    ApiVersion ours = ApiVersion.ours();
    if (contents.apiVersion().isEmpty()) {
      return Optional.of(
          Problem.of(
              "plugin-api-version",
              at(contents.jar()),
              "The jar's manifest does not say which api the plugin was compiled against.",
              "Please add 'Tweedie-Api-Version: " + ours + "' to it and build it again."));
    }
    String written = contents.apiVersion().get();
    Optional<ApiVersion> theirs = ApiVersion.parse(written);
    if (theirs.isEmpty()) {
      return Optional.of(
          Problem.of(
              "plugin-api-version",
              at(contents.jar()),
              "The manifest's Tweedie-Api-Version '" + written + "' is not a version.",
              "It is written as in 'Tweedie-Api-Version: " + ours + "'."));
    }
    if (!ours.runs(theirs.get())) {
      boolean newer =
          theirs.get().major() > ours.major()
              || (theirs.get().major() == ours.major() && theirs.get().minor() > ours.minor());
      return Optional.of(
          Problem.of(
              "plugin-api-version",
              at(contents.jar()),
              "The plugin was compiled against api "
                  + theirs.get()
                  + "; this program has "
                  + ours
                  + ".",
              newer
                  ? "Please use a newer Tweedie, or an older version of the plugin."
                  : "Please use a newer version of the plugin, or compile it again."));
    }
    return Optional.empty();
  }

  private static Location at(Path path) {
    return Location.of(path.toString());
  }
}
