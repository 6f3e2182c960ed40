package org.tweedie.engine.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.tensor.Feeds;
import org.tweedie.engine.tensor.StepGraph;
import org.tweedie.engine.tensor.StepResult;
import org.tweedie.engine.tensor.TrainingInput;

/**
 * Steps one after the other, the input of the next prepared while TensorFlow works on the current
 * one.
 */
final class TrainingLoop {

  /** Told of every step; says whether to go on. */
  interface Listener {
    boolean onStep(long step, StepResult result);
  }

  /** What a step is fed, and as which tensors. */
  private record Prepared(TrainingInput input, Feeds feeds) {}

  private final StepGraph graph;
  private final Inputs inputs;

  TrainingLoop(StepGraph graph, Inputs inputs) {
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
    CompletableFuture<Prepared> next = prepare(preparing, from);
    long step = from;
    try {
      for (; step <= to; step++) {
        Prepared prepared = await(next);
        StepResult result;
        try (Feeds feeds = prepared.feeds()) {
          next = prepare(preparing, step + 1);
          result = graph.step(feeds);
        }
        inputs.found(step, prepared.input().draw(), result.losses());
        if (!listener.onStep(step, result)) {
          return step;
        }
      }
      return Math.max(to, from - 1);
    } catch (ComponentFailure failure) {
      throw failure.during("Training stopped at step %d.".formatted(step));
    } finally {
      // What was prepared for a step that nobody takes; that its preparation failed matters no
      // more.
      next.handle((prepared, failure) -> prepared).thenAccept(TrainingLoop::closeIfThere).join();
      preparing.shutdownNow();
    }
  }

  /** What was prepared; what went wrong in its thread is thrown here as it was thrown there. */
  private static Prepared await(CompletableFuture<Prepared> next) {
    try {
      return next.join();
    } catch (CompletionException wrapped) {
      if (wrapped.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (wrapped.getCause() instanceof Error error) {
        throw error;
      }
      throw wrapped;
    }
  }

  private static void closeIfThere(Prepared prepared) {
    if (prepared != null) {
      prepared.feeds().close();
    }
  }

  private CompletableFuture<Prepared> prepare(ExecutorService executor, long step) {
    return CompletableFuture.supplyAsync(
        () -> {
          TrainingInput input = inputs.at(step);
          return new Prepared(input, graph.feed(input));
        },
        executor);
  }
}
