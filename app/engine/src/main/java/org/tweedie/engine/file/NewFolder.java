package org.tweedie.engine.export;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.problem.RunException;

/**
 * A folder that appears under its name with all its files or not at all.
 *
 * @param path the folder
 */
record NewFolder(Path path) {

  /**
   * Makes sure that nothing is lost.
   *
   * @throws RunException if there is something by that name, but for an empty folder
   */
  void check() throws IOException {
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
   * @param files what is in it, by name
   */
  void write(Map<String, AtomicFile.Content> files) throws IOException {
    Path target = path.toAbsolutePath();
    Path parent = Objects.requireNonNull(target.getParent(), "the root is not empty");
    Files.createDirectories(parent);
    Path temporary = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID());
    Files.createDirectory(temporary);
    try {
      for (Map.Entry<String, AtomicFile.Content> file : files.entrySet()) {
        AtomicFile.write(temporary.resolve(file.getKey()), file.getValue());
      }
      Files.deleteIfExists(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      for (String name : files.keySet()) {
        Files.deleteIfExists(temporary.resolve(name));
      }
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
