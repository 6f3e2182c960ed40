package org.tweedie.study.stage;

import java.util.ArrayList;
import java.util.List;

/** What can be told of a process that ended without saying why. */
public final class Crash {

  /** Java adds a signal's number to this. */
  private static final int SIGNALS = 128;

  private static final int INTERRUPTED = SIGNALS + 2;
  private static final int KILLED = SIGNALS + 9;
  private static final int TERMINATED = SIGNALS + 15;

  private Crash() {}

  /** Whether somebody asked the process to end, as with Ctrl-C. */
  public static boolean isInterruption(int exit) {
    return exit == INTERRUPTED || exit == TERMINATED;
  }

  /** Its last words, and what its status means. */
  public static List<String> words(Signal.Exited exited) {
    List<String> words = new ArrayList<>(exited.lastWords());
    if (exited.exit() <= SIGNALS) {
      words.add("Its process ended with status %d.".formatted(exited.exit()));
    } else {
      words.add(
          "Its process was ended by signal %d.%s"
              .formatted(
                  exited.exit() - SIGNALS,
                  exited.exit() == KILLED
                      ? " The system does this where memory runs out: a smaller train.batch needs less."
                      : ""));
    }
    return words;
  }
}
