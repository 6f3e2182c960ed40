package org.tweedie.serve;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.tweedie.engine.progress.Progress;

/**
 * Shows no progress, and ends work that nobody waits for any more.
 *
 * @param unwanted whether that is so
 */
record Unwanted(BooleanSupplier unwanted) implements Progress.Display {

  @Override
  public Progress begin(String what, String unit, long from, long total) {
    return new Progress() {
      @Override
      public void advance(long done, String note) {
        if (unwanted.getAsBoolean()) {
          throw new CancellationException("nobody waits for it any more");
        }
      }

      @Override
      public void close() {}
    };
  }
}
