package org.tweedie.study;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.progress.Progress;

/** Shows a person how a study goes. Used by one thread. */
public interface StudyDisplay extends AutoCloseable {

  /**
   * How the study stands.
   *
   * @param total how many trials it has
   * @param done how many are done
   * @param failed how many failed or took too long
   * @param running a line for each that runs
   * @param left the time that the others may take, once that can be told
   */
  record Standing(int total, int done, int failed, List<String> running, Optional<Duration> left) {

    /** In words, as in {@code 3 of 36 done, 1 failed, about 4:10 left}. */
    String words() {
      return "%d of %d done%s%s"
          .formatted(
              done,
              total,
              failed > 0 ? ", " + failed + " failed" : "",
              left.map(time -> ", about " + Progress.clock(time) + " left").orElse(""));
    }
  }

  /** Says something that stays to be read. */
  void say(String lines);

  /** Shows how the study stands; called several times a second. */
  void show(Standing standing);

  /** Takes away what does not stay. */
  @Override
  void close();

  /**
   * A table on a terminal, drawn over and over.
   *
   * @param width columns of the terminal
   */
  static StudyDisplay table(PrintStream out, int width) {
    return new LiveTable(out, width);
  }

  /** Lines, for logs. */
  static StudyDisplay lines(PrintStream out, Duration every) {
    return new StudyLines(out, every);
  }
}
