package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Whether a component keeps state: many threads that use it at once see no difference. */
public final class Threads {

  private static final int COUNT = 8;

  private Threads() {}

  /**
   * Has eight threads, started together, calculate what this thread calculates alone.
   *
   * @param identity what it shows, as a clause
   * @param source where it is demanded
   * @param calculation what to calculate; its result must have a meaningful {@code equals}
   */
  public static Finding agree(String identity, String source, Supplier<?> calculation) {
    return Check.of(identity, source, "")
        .over(
            check -> {
              Object alone = calculation.get();
              int same = 0;
              for (Object result : together(calculation)) {
                same += alone.equals(result) ? 1 : 0;
              }
              check.that(same == COUNT, COUNT + " equal results", same, "in %s threads", COUNT);
            });
  }

  private static List<Object> together(Supplier<?> calculation) {
    ExecutorService pool = Executors.newFixedThreadPool(COUNT);
    try {
      CountDownLatch ready = new CountDownLatch(COUNT);
      List<Future<Object>> running = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        running.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return calculation.get();
                }));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> result : running) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the threads", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread failed: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
