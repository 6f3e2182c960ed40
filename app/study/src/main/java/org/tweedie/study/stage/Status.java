package org.tweedie.study.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a stage, or a trial, stands. */
public enum Status {
  /** A process works on it, or did until it was killed. */
  RUNNING,
  /** Nothing is left to do. */
  DONE,
  /** It ended with an error. */
  FAILED,
  /** It was interrupted, or waits; it can go on. */
  STOPPED,
  /** It took longer than a trial may. */
  TIMED_OUT;

  /** As in files and tables: {@code timed-out}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return word();
  }
}
