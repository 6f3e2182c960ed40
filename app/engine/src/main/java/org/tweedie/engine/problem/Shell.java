package org.tweedie.engine.problem;

import java.nio.file.Path;

/** Paths in commands that a person may copy into a shell. */
public final class Shell {

  private Shell() {}

  /** The path as one word of a POSIX shell. */
  public static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
