package org.tweedie.engine.file;

import java.nio.file.Path;

/** Names made of other files' names. */
public final class FileNames {

  private FileNames() {}

  /** A file's name without its last ending; a name that is nothing but an ending stays whole. */
  public static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  /** A file beside another one, of the same name but for its ending. */
  public static Path beside(Path file, String ending) {
    return file.resolveSibling(stem(file) + ending);
  }
}
