package org.tweedie.engine.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tweedie.engine.problem.Location;

/**
 * A run or a file as a component's option names it.
 *
 * @param name its path as it was written
 * @param chosenAt where it was
 */
record NamedPath(String name, Location chosenAt) {

  /**
   * Beside the config, else in the working directory, else in the one that the run was made in
   * whose config it is.
   */
  Path found(Predicate<Path> test, String word) {
    try {
      Path path = Path.of(name);
      Optional<Path> config =
          chosenAt.source().matches("(--|with ).*")
              ? Optional.empty()
              : Optional.ofNullable(Path.of(chosenAt.source()).getParent());
      Optional<Path> beside = config.map(folder -> folder.resolve(path));
      Optional<Path> made =
          config
              .map(RunFolder::new)
              .filter(folder -> Path.of(chosenAt.source()).equals(folder.config()))
              .flatMap(Elsewhere::of)
              .map(elsewhere -> elsewhere.made().resolve(path));
      return Stream.of(beside, Optional.of(path), made)
          .flatMap(Optional::stream)
          .filter(test)
          .findFirst()
          .orElseThrow(() -> missing(beside, made, word));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s' is no path: %s".formatted(name, e.getReason()), e);
    }
  }

  private IllegalArgumentException missing(
      Optional<Path> beside, Optional<Path> made, String word) {
    return new IllegalArgumentException(
        "There is no %s '%s'%s%s."
            .formatted(
                word,
                name,
                word.equals("run") ? " (a folder with a config.yaml)" : "",
                beside
                    .filter(path -> !Path.of(name).isAbsolute())
                    .map(
                        path ->
                            ": neither at %s nor in the working directory%s"
                                .formatted(path, made.map(" nor at %s"::formatted).orElse("")))
                    .orElse("")));
  }
}
