package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of files, and those made of them. */
public final class FileNames {

  private FileNames() {}

  /** A file's name without its last ending; a name that is nothing but an ending stays whole. */
  public static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  /** Whether two paths are one file, or would be if they were there. */
  public static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other.toAbsolutePath());
    } catch (IOException notThere) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  /** A file beside another one, of the same name but for its ending. */
  public static Path beside(Path file, String ending) {
    return file.resolveSibling(stem(file) + ending);
  }
}
