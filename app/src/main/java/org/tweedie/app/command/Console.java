package org.tweedie.app.command;

import java.io.PrintStream;
import java.time.Duration;
import org.tweedie.app.progress.Progress;

/** How a command shows its progress: on the error stream, so that results can be piped on. */
final class Console {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private Console() {}

  /** A bar on a terminal, which the start script tells of, and lines elsewhere. */
  static Progress.Display display() {
    return Boolean.getBoolean("tweedie.terminal") ? Progress.bar() : lines(System.err);
  }

  private static Progress.Display lines(PrintStream out) {
    return Progress.lines(out, BETWEEN_LINES);
  }
}
