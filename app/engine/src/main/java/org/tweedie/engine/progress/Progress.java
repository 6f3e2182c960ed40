package org.tweedie.engine.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a person how far a piece of work has come. Used by one thread. */
public interface Progress extends AutoCloseable {

  /**
   * Says how much is done.
   *
   * @param done how many units, counted from the beginning of the work
   * @param note a few words on how it goes, as in {@code bits/dim 2.31}; may be empty
   */
  void advance(long done, String note);

  /** Ends the display. */
  @Override
  void close();

  /** Where progress is shown, and how. */
  interface Display {

    /**
     * Begins.
     *
     * @param what the work, as in {@code Training}
     * @param unit what is counted, as in {@code steps}
     * @param from how many units are done already
     * @param total how many there are
     */
    Progress begin(String what, String unit, long from, long total);
  }

  /** A bar for a terminal. */
  static Display bar() {
    return Bar::new;
  }

  /** A line every so often, for logs. */
  static Display lines(PrintStream out, Duration every) {
    return (what, unit, from, total) -> new Lines(out, every, what, unit, total);
  }

  /** No display at all. */
  static Display silent() {
    return (what, unit, from, total) ->
        new Progress() {
          @Override
          public void advance(long done, String note) {}

          @Override
          public void close() {}
        };
  }

  /** A duration as people write it: {@code 1:02:03} or {@code 2:03}. */
  static String clock(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds >= 3600
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
