package org.tweedie.study.stage;

import java.util.Map;
import java.util.Optional;

/** Signals as lines of text: a word, and the signal as JSON. */
final class Signals {

  private static final Map<String, Class<? extends Signal>> WORDS =
      Map.of(
          "begun", Signal.Begun.class,
          "working", Signal.Working.class,
          "noted", Signal.Noted.class,
          "ended", Signal.Ended.class);

  private Signals() {}

  /** The line of a signal that a process sends. */
  static String line(Signal signal) {
    String word =
        WORDS.entrySet().stream()
            .filter(entry -> entry.getValue().equals(signal.getClass()))
            .findFirst()
            .orElseThrow()
            .getKey();
    return word + " " + StudyJson.line(signal);
  }

  /** The signal of a line; empty where it is none. */
  static Optional<Signal> parse(String line) {
    int space = line.indexOf(' ');
    return Optional.ofNullable(WORDS.get(line.substring(0, Math.max(0, space))))
        .flatMap(type -> StudyJson.parse(line.substring(space + 1), type));
  }
}
