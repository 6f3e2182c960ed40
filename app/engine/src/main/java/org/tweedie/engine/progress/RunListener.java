package org.tweedie.engine.progress;

import java.util.function.BooleanSupplier;

/**
 * Hears how far a run's work is, and may stop its training. Called by the thread that works.
 *
 * <p>As it is a {@link Progress.Display} with a question more, a lambda will do.
 */
@FunctionalInterface
public interface RunListener extends Progress.Display {

  /**
   * Whether training should stop at the next opportunity; asked after every step. What was trained
   * is saved.
   */
  default boolean isStopWanted() {
    return false;
  }

  /** The same, with another answer to whether to stop. */
  default RunListener stoppedBy(BooleanSupplier stop) {
    RunListener display = this;
    return new RunListener() {
      @Override
      public Progress begin(String what, String unit, long from, long total) {
        return display.begin(what, unit, from, total);
      }

      @Override
      public boolean isStopWanted() {
        return stop.getAsBoolean();
      }
    };
  }

  /** One that shows nothing and never stops. */
  static RunListener silent() {
    return of(Progress.silent());
  }

  /** One that shows progress and never stops. */
  static RunListener of(Progress.Display display) {
    return display::begin;
  }
}
