package org.tweedie.engine.progress;

import java.util.function.Supplier;
import org.tweedie.api.model.Batch;

/**
 * Hears of the steps by which samples come about, and may stop their drawing. Called by the thread
 * that draws.
 */
@FunctionalInterface
public interface WalkListener {

  /**
   * Called after every step.
   *
   * @param from the first of the samples that walk now, counted from 0
   * @param to the first one after them
   * @param step the step just taken, from 1
   * @param steps how many there are
   * @param signal what the model takes their data to be; to ask may take as long as some steps
   */
  void step(int from, int to, int step, int steps, Supplier<Batch> signal);

  /**
   * Whether nobody wants the samples any more; asked before every prediction. Drawing then ends
   * with a {@link java.util.concurrent.CancellationException}.
   */
  default boolean isStopWanted() {
    return false;
  }

  /** One that hears nothing and never stops. */
  static WalkListener silent() {
    return (from, to, step, steps, signal) -> {};
  }
}
