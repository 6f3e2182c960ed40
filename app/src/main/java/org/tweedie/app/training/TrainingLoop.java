package org.tweedie.app.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tweedie.app.tensor.StepResult;
import org.tweedie.app.tensor.TrainingGraph;
import org.tweedie.app.tensor.TrainingInput;

/**
 * Steps one after the other, the input of the next prepared while TensorFlow works on the current
 * one.
 */
final class TrainingLoop {

  /** Told of every step; says whether to go on. */
  interface Listener {
    boolean onStep(long step, StepResult result);
  }

  private final TrainingGraph graph;
  private final Inputs inputs;

  TrainingLoop(TrainingGraph graph, Inputs inputs) {
    this.graph = graph;
    this.inputs = inputs;
  }

  /**
   * Runs the steps {@code from} to {@code to}, both included, or fewer where the listener says
   * stop.
   *
   * @return the last step taken
   */
  long run(long from, long to, Listener listener) {
    ExecutorService preparing =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "training-input");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletableFuture<TrainingInput> next = prepare(preparing, from);
      for (long step = from; step <= to; step++) {
        TrainingInput input = next.join();
        if (step < to) {
          next = prepare(preparing, step + 1);
        }
        if (!listener.onStep(step, graph.step(input))) {
          return step;
        }
      }
      return Math.max(to, from - 1);
    } finally {
      preparing.shutdownNow();
    }
  }

  private CompletableFuture<TrainingInput> prepare(ExecutorService executor, long step) {
    return CompletableFuture.supplyAsync(() -> inputs.at(step), executor);
  }
}
