package org.tweedie.engine.problem;

import java.nio.file.Path;

/** Words of commands that a person may copy into a shell. */
public final class Shell {

  private Shell() {}

  /** The path as one word of a POSIX shell. */
  public static String quoted(Path path) {
    return quoted(path.toString());
  }

  /** The text as one word of a POSIX shell. */
  public static String quoted(String text) {
    return text.matches("[\\w./:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
