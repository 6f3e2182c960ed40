package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.tweedie.engine.progress.Progress;
import org.tweedie.study.StudyDisplay;

/** How a command shows its progress: on the error stream, so that results can be piped on. */
final class Console {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private static final Duration BETWEEN_STANDINGS = Duration.ofSeconds(30);
  private static final int USUAL_WIDTH = 80;

  private Console() {}

  /** A bar on a terminal, which the start script tells of, and lines elsewhere. */
  static Progress.Display display() {
    return Boolean.getBoolean("tweedie.terminal") ? Progress.bar() : lines(System.err);
  }

  /** The same for a study. */
  static StudyDisplay study() {
    return Boolean.getBoolean("tweedie.terminal")
        ? StudyDisplay.table(System.err, width())
        : StudyDisplay.lines(System.err, BETWEEN_STANDINGS);
  }

  /** Columns of the terminal; what most have, where it does not tell. */
  private static int width() {
    try {
      Process size =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] numbers =
          new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      return numbers.length == 2 ? Integer.parseInt(numbers[1]) : USUAL_WIDTH;
    } catch (IOException | NumberFormatException unknown) {
      return USUAL_WIDTH;
    }
  }

  private static Progress.Display lines(PrintStream out) {
    return Progress.lines(out, BETWEEN_LINES);
  }
}
