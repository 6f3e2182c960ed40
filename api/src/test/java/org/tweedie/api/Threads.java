package org.tweedie.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Checks that a component keeps no state: many threads that use it at once see no difference. */
public final class Threads {

  private static final int COUNT = 8;

  private Threads() {}

  /**
   * Has eight threads, started together, calculate what this thread calculates alone, and compares.
   *
   * @param calculation what to calculate; its result must have a meaningful {@code equals}
   * @param sentence the failure message
   */
  public static void allGive(Supplier<?> calculation, String sentence) {
    Object alone = calculation.get();
    ExecutorService pool = Executors.newFixedThreadPool(COUNT);
    try {
      CountDownLatch ready = new CountDownLatch(COUNT);
      List<Future<?>> together = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        together.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return calculation.get();
                }));
      }
      for (Future<?> result : together) {
        assertThat((Object) result.get()).as(sentence).isEqualTo(alone);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the threads", e);
    } catch (ExecutionException e) {
      throw new AssertionError(sentence, e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
