package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.problem.Plain;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.StudyDisplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How a command speaks: results go to its output, progress and notes to its error stream, so that
 * results can be piped on. Every command has one as a mixin.
 */
@Command
final class Console {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final Duration BETWEEN_STANDINGS = Duration.ofSeconds(30);
  private static final int USUAL_WIDTH = 80;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The console of a command, for another of its mixins, which cannot have mixins of its own. */
  static Console of(CommandSpec command) {
    Console console = new Console();
    console.command = command;
    return console;
  }

  /** Prints a result. */
  void print(String text) {
    print(command.commandLine().getOut(), text);
  }

  /** Prints a result that is put together of values. */
  void say(String format, Object... values) {
    print(String.format(Locale.ROOT, format, values));
  }

  /** Prints a note beside the results. */
  void note(String text) {
    print(command.commandLine().getErr(), text);
  }

  /** Names the files that were written. */
  void wrote(List<Path> files) {
    files.forEach(file -> print("Wrote " + file));
  }

  private static void print(PrintWriter writer, String text) {
    writer.println(Plain.text(text));
    writer.flush();
  }

  /** What ends the command with status 2: the user's input was wrong. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Makes sure that a plot can be written to a file. */
  void checkPlot(Path file) {
    if (!PlotSheet.canWrite(file)) {
      throw wrong("A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(file));
    }
  }

  /** A bar on a terminal, which the start script tells of, and lines elsewhere. */
  RunListener listener() {
    return RunListener.of(
        isTerminal() ? Progress.bar() : Progress.lines(System.err, BETWEEN_LINES));
  }

  /** The same for a study. */
  StudyDisplay study() {
    return isTerminal()
        ? StudyDisplay.table(System.err, width())
        : StudyDisplay.lines(System.err, BETWEEN_STANDINGS);
  }

  private static boolean isTerminal() {
    return Boolean.getBoolean("tweedie.terminal");
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
}
