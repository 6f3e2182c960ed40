package org.tweedie.engine.training;

import org.tweedie.api.model.Batch;
import org.tweedie.engine.run.Assembled;

/** How fast inputs of training are made where nothing waits for them. */
public final class InputRate {

  private InputRate() {}

  /**
   * Examples a second, drawn, ordered and joined to batches as training has them.
   *
   * @param from number of the first step
   * @param steps how many are made
   */
  public static double of(Assembled parts, int batch, long from, int steps) {
    RecentLosses losses = new RecentLosses(batch, parts.assembly().objective().timesteps());
    Inputs inputs = new Inputs(parts.assembly(), parts.data().train(), losses, batch, 1);
    Batch last = null;
    long start = System.nanoTime();
    for (long step = from; step < from + steps; step++) {
      last = inputs.at(step).signal();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (last == null || last.count() != batch) {
      throw new IllegalStateException("no batch of " + batch);
    }
    return (double) batch * steps / seconds;
  }
}
