package org.tweedie.app.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tweedie.app.tensor.StepResult;
import org.tweedie.app.tensor.TrainingGraph;

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
    CompletableFuture<TrainingGraph.Feed> next = prepare(preparing, from);
    try {
      for (long step = from; step <= to; step++) {
        StepResult result;
        try (TrainingGraph.Feed feed = next.join()) {
          next = prepare(preparing, step + 1);
          result = graph.step(feed);
        }
        if (!listener.onStep(step, result)) {
          return step;
        }
      }
      return Math.max(to, from - 1);
    } finally {
      // What was prepared for a step that nobody takes; that its preparation failed matters no
      // more.
      next.handle((feed, failure) -> feed).thenAccept(TrainingLoop::closeIfThere).join();
      preparing.shutdownNow();
    }
  }

  private static void closeIfThere(TrainingGraph.Feed feed) {
    if (feed != null) {
      feed.close();
    }
  }

  private CompletableFuture<TrainingGraph.Feed> prepare(ExecutorService executor, long step) {
    return CompletableFuture.supplyAsync(() -> graph.feed(inputs.at(step)), executor);
  }
}
