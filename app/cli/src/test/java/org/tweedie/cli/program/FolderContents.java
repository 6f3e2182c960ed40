package org.tweedie.cli.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All files below a folder, to be compared with what is there later.
 *
 * @param hashes by path, which is relative to the folder
 */
record FolderContents(Map<String, Integer> hashes) {

  /** What is below a folder now. */
  static FolderContents of(Path folder) {
    Map<String, Integer> hashes = new TreeMap<>();
    walk(
        folder,
        file ->
            hashes.put(
                folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file))));
    return new FolderContents(hashes);
  }

  /** Copies a folder with everything below it. */
  static Path copy(Path from, Path to) {
    walk(
        from,
        file -> {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        });
    return to;
  }

  /** Deletes everything below a folder. */
  static void clear(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
                throws IOException {
              if (!visited.equals(folder)) {
                Files.delete(visited);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with everything below it, if it is there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    clear(folder);
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Visitor {
    void visit(Path file) throws IOException;
  }

  private static void walk(Path folder, Visitor visitor) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              visitor.visit(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
