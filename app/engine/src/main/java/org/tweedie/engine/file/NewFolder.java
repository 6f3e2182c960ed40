package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.tweedie.engine.problem.RunException;

/**
 * A folder that appears under its name with all its files or not at all.
 *
 * @param path the folder
 */
public record NewFolder(Path path) {

  /** What puts the files into a folder. */
  @FunctionalInterface
  public interface Filling {

    /** Writes them. */
    void into(Path folder) throws IOException;
  }

  /**
   * Makes sure that nothing is lost.
   *
   * @throws RunException if there is something by that name, but for an empty folder
   */
  public void check() throws IOException {
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        if (files.iterator().hasNext()) {
          throw new RunException(
              "There are files in '%s' already. Name another folder, or empty this one."
                  .formatted(path));
        }
      }
    } else if (Files.exists(path)) {
      throw new RunException("'%s' is a file. Name a folder.".formatted(path));
    }
  }

  /**
   * Writes it.
   *
   * @param files what is in it, by name; {@code a/b} is in a folder of its own
   */
  public void write(Map<String, AtomicFile.Content> files) throws IOException {
    fill(
        folder -> {
          for (Map.Entry<String, AtomicFile.Content> file : files.entrySet()) {
            Path place = folder.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(place.getParent(), "in the folder"));
            AtomicFile.write(place, file.getValue());
          }
        });
  }

  /** Has it written; what was begun is taken away where it fails. */
  public void fill(Filling filling) throws IOException {
    Path target = path.toAbsolutePath();
    Path parent = Objects.requireNonNull(target.getParent(), "the root is not empty");
    Files.createDirectories(parent);
    Path temporary = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID());
    Files.createDirectory(temporary);
    try {
      filling.into(temporary);
      Files.deleteIfExists(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      delete(temporary);
      throw e;
    }
  }

  /** Takes a folder away with all that is in it; says nothing where there is none. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    }
  }
}
